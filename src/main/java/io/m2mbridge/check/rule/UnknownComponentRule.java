package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_COMPONENT;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Endpoints whose component is misspelt, or whose jar is missing. */
final class UnknownComponentRule implements Rule {
  private static final Set<String> BY_EXPRESSION = Set.of("recipientList", "enrich", "pollEnrich");

  /** Languages that have a jar of their own. */
  private static final Set<String> JARS =
      Set.of(
          "groovy", "jsonpath", "jq", "xpath", "joor", "mvel", "ognl", "spel", "xquery", "python");

  @Override
  public void check(Site site, Findings findings) {
    Beans beans = Beans.of(site);
    Set<String> settings = new HashSet<>();
    Stream.concat(site.routes(), site.configurations())
        .filter(route -> Precondition.isMet(site, route.value()))
        .flatMap(route -> Stream.concat(Stream.ofNullable(route.from()), route.allSteps()))
        .forEach(
            step -> {
              check(site, beans, step, settings, findings);
              languages(step, findings);
              json(step, findings);
            });
  }

  /** A language whose jar is missing. */
  private static void languages(Step step, Findings findings) {
    Expressions.of(step).stream()
        .filter(each -> JARS.contains(each.language()) && !ClassPath.hasLanguage(each.language()))
        .findFirst()
        .ifPresent(
            each ->
                missing(
                    step, each.text(), "language " + each.language(), each.language(), findings));
  }

  /** The library of JSON that a step names, whose jar is missing. */
  private static void json(Step step, Findings findings) {
    YamlNode json = step.kind().matches("(un)?marshal") ? step.value().get("json") : null;
    YamlNode library = json == null ? null : json.get("library");
    String name = library == null ? null : library.text();
    if (library != null
        && name != null
        && !ClassPath.hasDataFormat(name.toLowerCase(Locale.ROOT))) {
      missing(step, library, "library " + name, name.toLowerCase(Locale.ROOT), findings);
    }
  }

  private static void missing(
      Step step, YamlNode node, String what, String jar, Findings findings) {
    findings.add(
        UNKNOWN_COMPONENT,
        node.place(),
        step.where(),
        "the " + what + " is not on the class path",
        "put its jar, such as camel-" + jar + ", into the pom or into lib/");
  }

  /**
   * Checks a step.
   *
   * @param settings those that were told of: many steps may send to the endpoint of one
   */
  private static void check(
      Site site, Beans beans, Step step, Set<String> settings, Findings findings) {
    Call call = step.call();
    if (call == null || !isText(step)) {
      return;
    }
    String uri = new Placeholders(site).replace(call.uri()).strip();
    String scheme = uri.replaceFirst("[:?].*", "");
    // Quotes around a setting's value are told with the setting.
    if (scheme.isEmpty()
        || scheme.matches("[\"'`].*")
        || scheme.contains("{")
        || beans.has(scheme)
        || ClassPath.hasComponent(scheme)) {
      return;
    }
    String setting = new Placeholders(site).source(call.uri());
    if (setting != null && !settings.add(setting)) {
      return;
    }
    findings.add(
        UNKNOWN_COMPONENT,
        call.node().place(),
        step.where(),
        "no component on the class path serves the scheme "
            + scheme
            + (setting == null ? "" : " of the setting " + setting),
        advice(scheme, uri));
  }

  private static String advice(String scheme, String uri) {
    if (scheme.matches("[\\w-]+(\\.[\\w-]+)+(/.*)?|[\\w-]+/.*")
        || uri.matches("[\\w.-]+:\\d+(/.*)?")) {
      return "begin with the component, such as http://" + uri;
    }
    Set<String> known = new TreeSet<>(ClassPath.components());
    Optional<String> meant = Suggestion.of(scheme, known);
    return meant
        .map(name -> "did you mean " + name + "?")
        .orElse("put the component's jar, such as camel-" + scheme + ", into the pom or into lib/");
  }

  /** Whether the step's endpoint is written as text, and not taken from a variable or a bean. */
  private static boolean isText(Step step) {
    return !BY_EXPRESSION.contains(step.kind())
        || Expressions.of(step).stream()
            .findFirst()
            .filter(each -> Set.of("simple", "constant").contains(each.language()))
            .filter(each -> String.valueOf(each.text().text()).contains(":"))
            .isPresent();
  }
}
