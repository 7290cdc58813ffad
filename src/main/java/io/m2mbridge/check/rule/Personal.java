package io.m2mbridge.check.rule;

import io.m2mbridge.event.ReadableFields;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether an expression may give personal data: a user's data, what identifies their card,
 * account or device, or their link ({@code docs/protocol.md, "Events"} and {@code docs/protocol.md,
 * "User data"}).
 */
final class Personal {
  private static final Set<String> VARIABLES = Set.of("userData", "reply", "prefetched");

  private static final Pattern VARIABLE =
      Pattern.compile(
          "variables?(?:As\\([^)]*\\))?[.:?\\[]+'?\"?(?<name>[\\w-]+)['\"]?]?(?<rest>.*)",
          Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile("[?.\\['\"]+(?<name>[\\w-]+).*", Pattern.DOTALL);

  /** A word such as card, of which many users have the same. */
  private static final String KIND = "\\??\\[(funding|payout)]\\??\\[method]";

  private static final Pattern BODY =
      Pattern.compile(
          "(in\\.)?(body|bodyOneLine|prettyBody|bodyAs|mandatoryBodyAs|messageAs|jsonpath|jq|xpath)\\b.*",
          Pattern.DOTALL);
  private static final Set<String> ALL =
      Set.of(
          "headers",
          "in.headers",
          "variables",
          "exchange",
          "exchange.in",
          "exchange.message",
          "message",
          "logExchange");

  private Personal() {}

  /**
   * Whether an expression may give personal data.
   *
   * @param isBodyPersonal whether the body does
   */
  static boolean isIn(String language, @Nullable String text, boolean isBodyPersonal) {
    if (text == null) {
      return false;
    }
    return switch (language) {
      case "simple", "csimple" -> isInText(text, isBodyPersonal);
      case "variable" -> isFunction("variable." + text, isBodyPersonal);
      case "jsonpath", "jq", "xpath", "tokenize" -> isBodyPersonal;
      default -> false;
    };
  }

  /** Whether a function in a text may give personal data. */
  static boolean isInText(String text, boolean isBodyPersonal) {
    return SimpleText.functions(text).stream()
        .anyMatch(function -> isFunction(function.content().strip(), isBodyPersonal));
  }

  /** Whether a function of simple may give personal data. */
  static boolean isFunction(String content, boolean isBodyPersonal) {
    if (ALL.contains(content)) {
      return true;
    }
    if (BODY.matcher(content).matches()) {
      return isBodyPersonal && !content.matches("bodyType|body\\.class.*|body\\.length.*");
    }
    Matcher variable = VARIABLE.matcher(content);
    if (!variable.matches()) {
      return isInText(content, isBodyPersonal);
    }
    String name = variable.group("name");
    if (VARIABLES.contains(name)) {
      return !variable.group("rest").matches("[.?]*(isEmpty|size)\\(?\\)?");
    }
    if (!name.equals("data")) {
      return false;
    }
    if (variable.group("rest").matches(KIND)) {
      return false;
    }
    Matcher field = FIELD.matcher(variable.group("rest"));
    return !field.matches() || ReadableFields.PERSONAL.contains(field.group("name"));
  }
}
