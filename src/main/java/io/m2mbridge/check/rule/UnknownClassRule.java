package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_CLASS;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.settings.OlderClassNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Classes that YAML names and that are not on the class path. */
final class UnknownClassRule implements Rule {
  /** Keys that hold nothing but a class. */
  private static final Set<String> CLASSES =
      Set.of("exception", "exceptionType", "beanType", "builderClass");

  /** Keys that hold a class, or a short name such as {@code String}. */
  private static final Set<String> TYPES = Set.of("type", "resultType", "unmarshalType");

  private static final Pattern REFERENCE =
      Pattern.compile("(?:#class:|#type:|\\$\\{bean:type:)([\\w.$]+)");

  @Override
  public void check(Site site, Findings findings) {
    Placeholders placeholders = new Placeholders(site);
    for (FileValues.Value value : FileValues.of(site)) {
      for (String name : names(value, placeholders.replace(value.text()).strip())) {
        if (!ClassPath.hasClass(name)) {
          findings.add(
              UNKNOWN_CLASS,
              value.node().place(),
              value.where(),
              "the class " + name + " is not on the class path",
              meant(name)
                  .map(meant -> "did you mean " + meant + "?")
                  .orElse("write its full name with the package, or put its jar into lib/"));
        }
      }
    }
  }

  private static List<String> names(FileValues.Value value, String text) {
    List<String> names = new ArrayList<>();
    if (value.isDescription()) {
      return names;
    }
    Matcher reference = REFERENCE.matcher(text);
    while (reference.find()) {
      names.add(reference.group(1));
    }
    boolean isName = text.matches("[\\w.$]+(\\[])?");
    boolean isBean =
        value.key().equals("type") && Set.of("beans", "bean").contains(value.parentKey());
    boolean isParameter =
        value.keys().contains("parameters") || value.keys().contains("properties");
    if (isName
        && !isParameter
        && (CLASSES.contains(value.key())
            || isBean
            || (TYPES.contains(value.key()) && text.contains(".")))) {
      names.add(text.replace("[]", ""));
    }
    return names;
  }

  /** The class of the same name in another package, or one with a similar name. */
  private static Optional<String> meant(String name) {
    List<String> known = new ArrayList<>(OlderClassNames.moved());
    known.add("java.lang.Exception");
    known.add("java.lang.Throwable");
    known.add("java.io.IOException");
    known.add("java.sql.SQLException");
    Optional<String> same =
        known.stream().filter(each -> simple(each).equals(simple(name))).findFirst();
    return same.isPresent()
        ? same
        : Suggestion.of(simple(name), known.stream().map(UnknownClassRule::simple).toList())
            .flatMap(
                meant -> known.stream().filter(each -> simple(each).equals(meant)).findFirst());
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
