package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values that are another one at each attempt of an event. */
final class Changing {
  private static final Pattern FUNCTION =
      Pattern.compile(
          "\\$\\{(?:uuid\\b|random\\(|exchangeId\\b|messageId\\b|originalMessageId\\b|date:(?:now|millis"
              + "|exchangeCreated)|date-with-timezone:now|threadId\\b|variables?[.:](?:attempt|leaseToken)\\b"
              + "|bean:[^}]*(?:uuid|random))[^}]*}"
              + "|\\b(?:randomUUID|currentTimeMillis|nanoTime|Instant\\.now)\\s*\\(|\\bnew Date\\(\\)",
          Pattern.CASE_INSENSITIVE); // a statement is read in lower case

  /** A day, a month or a year: it rarely differs between attempts. */
  private static final Pattern DAY =
      Pattern.compile("\\$\\{date:(now|exchangeCreated)[^}:]*:[^}HhmskSAn]*}");

  private static final String CODE = "groovy|java|joor|js|mvel|python|csimple|simple|ref";

  private final Set<String> names = new HashSet<>();

  /** Finds the variables, headers and properties that get such values. */
  Changing(Site site) {
    Set<String> others = new HashSet<>();
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> step.kind().startsWith("set"))
        .flatMap(Changing::assignments)
        .forEach(
            each -> {
              boolean isChanging =
                  Expressions.of(each).stream().anyMatch(it -> direct(it).isPresent());
              (isChanging ? names : others).add(lowerCase(each.text("name")));
            });
    names.removeAll(others);
  }

  /** The parts of a step that give a name a value. */
  static Stream<YamlNode> assignments(Step step) {
    return Stream.concat(
            Stream.of(step.value()),
            Stream.of("variables", "headers", "properties")
                .map(step.value()::get)
                .filter(list -> list != null)
                .flatMap(list -> list.items().stream()))
        .filter(each -> each.text("name") != null);
  }

  /** What in an expression changes; empty if nothing does. */
  Optional<String> in(Expressions.Expression expression) {
    String text = String.valueOf(expression.text().text());
    boolean isName = expression.language().matches("variable|header|exchangeProperty");
    if (isName) {
      return names.contains(lowerCase(text)) ? Optional.of(text.strip()) : Optional.empty();
    }
    Optional<String> direct = direct(expression);
    return direct.isPresent() || !expression.language().matches(CODE) ? direct : named(text);
  }

  /** What in a text of the simple language changes; empty if nothing does. */
  Optional<String> in(@Nullable String text) {
    Optional<String> direct = direct(text);
    return direct.isPresent() || text == null ? direct : named(text);
  }

  private static String lowerCase(@Nullable String name) {
    return String.valueOf(name).strip().toLowerCase(Locale.ROOT);
  }

  private Optional<String> named(String text) {
    return SimpleText.functions(text).stream()
        .map(SimpleText.Function::content)
        .filter(
            content ->
                content.matches("(variables?|headers?|exchangeProperty)[.:\\[].*")
                    && names.contains(
                        lowerCase(
                            content.replaceFirst("^\\w+[.:\\[]", "").replaceFirst("[\\]?].*", ""))))
        .findFirst()
        .map(content -> "${" + content + "}");
  }

  private static Optional<String> direct(Expressions.Expression expression) {
    String text = String.valueOf(expression.text().text());
    if (expression.language().equals("method")) {
      return text.matches("(?i).*(uuid|random).*") ? Optional.of(text) : Optional.empty();
    }
    return expression.language().matches(CODE) ? direct(text) : Optional.empty();
  }

  private static Optional<String> direct(@Nullable String text) {
    Matcher found = FUNCTION.matcher(text == null ? "" : text);
    while (found.find()) {
      if (!DAY.matcher(found.group()).matches()) {
        return Optional.of(found.group());
      }
    }
    return Optional.empty();
  }
}
