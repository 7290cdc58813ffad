package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_BEAN;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of beans that neither a file nor a setting makes. */
final class UnknownBeanRule implements Rule {
  /** Keys of steps that name a bean, with or without {@code #}. */
  private static final Set<String> KEYS =
      Set.of(
          "ref",
          "idempotentRepository",
          "aggregationRepository",
          "aggregationStrategy",
          "onExceptionOccurredRef",
          "onRedeliveryRef",
          "onPrepare",
          "redeliveryPolicyRef",
          "exchangeFormatterRef");

  private static final String NAME = "([A-Za-z][\\w.-]*)";
  private static final Pattern REFERENCE = Pattern.compile("#bean:" + NAME);
  private static final Pattern FUNCTION = Pattern.compile("\\$\\{(?:bean|ref):(?!type:)" + NAME);
  private static final Pattern OPTION = Pattern.compile("[?&][\\w.]+=#" + NAME + "(?=&|$)");
  private static final Pattern VALUE = Pattern.compile("#" + NAME);
  private static final Pattern ENDPOINT = Pattern.compile("(?:bean|jdbc):" + NAME + "(?:\\?.*)?");

  @Override
  public void check(Site site, Findings findings) {
    Beans beans = Beans.of(site);
    Placeholders placeholders = new Placeholders(site);
    if (site.files().stream()
        .flatMap(file -> file.documents().stream())
        .flatMap(document -> document.items().stream())
        .noneMatch(item -> item.get("beans") != null)) {
      findings.add(
          UNKNOWN_BEAN,
          Place.of("routes"),
          null,
          "no file has a list beans:, so that the beans of the bridge are missing",
          "put routes/beans.camel.yaml back");
      return;
    }
    for (FileValues.Value value : FileValues.of(site)) {
      if (value.isDescription() || value.text().contains("{{m2m.")) {
        continue; // the setting has a check of its own
      }
      for (String name : names(value, placeholders.replace(value.text()).strip())) {
        if (!beans.has(name) && !(name.contains(".") && ClassPath.hasClass(name))) {
          findings.add(
              UNKNOWN_BEAN,
              value.node().place(),
              value.where(),
              "no bean has the name " + name,
              Suggestion.of(name, beans.declared())
                  .map(meant -> "did you mean " + meant + "?")
                  .orElse(
                      "add it to a list beans: in a file of routes, or as camel.beans." + name));
        }
      }
    }
  }

  private static List<String> names(FileValues.Value value, String text) {
    List<String> names = new ArrayList<>();
    if (text.contains("{{")) {
      return names;
    }
    find(REFERENCE, text, names);
    find(FUNCTION, text, names);
    boolean isOption =
        value.parentKey().equals("parameters")
            || value.keys().contains("properties")
            || value.keys().contains("constructors");
    boolean isStep = !isOption && !value.keys().get(0).equals("beans");
    if (value.key().equals("uri") || isShortCall(value)) {
      find(OPTION, text, names);
      Matcher endpoint = ENDPOINT.matcher(text);
      if (endpoint.matches()) {
        names.add(endpoint.group(1));
      }
    } else if (isOption && VALUE.matcher(text).matches()) {
      names.add(text.substring(1));
    } else if (isStep && KEYS.contains(value.key()) && text.matches("#?" + NAME)) {
      names.add(text.replace("#", ""));
    } else if (isOption && value.key().equals("dataSourceName")) {
      names.add(text);
    }
    return names;
  }

  private static boolean isShortCall(FileValues.Value value) {
    return Set.of("to", "toD", "wireTap").contains(value.key());
  }

  private static void find(Pattern pattern, String text, List<String> names) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
  }
}
