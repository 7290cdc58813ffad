package io.m2mbridge.check;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.language.ExpressionDefinition;
import org.jspecify.annotations.Nullable;

/** The place of a body: in the message, or saved in a variable, a property or a header. */
final class BodyPlace {
  /** The message's own body. */
  static final String BODY = "body";

  private static final Pattern FUNCTION =
      Pattern.compile("\\$(?:simple)?\\{(?:in\\.)?([a-zA-Z]+)(?:([.:\\[(])(.*))?\\}");

  private BodyPlace() {}

  static String variable(String name) {
    return "variable:" + name;
  }

  static String property(String name) {
    return "property:" + name;
  }

  /** Returns the place of a header. Camel ignores the case of a header's name. */
  static String header(String name) {
    return "header:" + name.toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the place whose content is the expression's value, or null if the value is something
   * else.
   */
  static @Nullable String of(ExpressionDefinition expression) {
    String text = expression.getExpression() == null ? "" : expression.getExpression().strip();
    String language = String.valueOf(expression.getLanguage());
    return switch (language) {
      case "constant" -> null;
      case "variable" -> variable(text);
      case "exchangeProperty" -> property(text);
      case "header" -> header(text);
      case "simple" -> ofSimple(text);
      default -> text.equals(BODY) ? BODY : null;
    };
  }

  private static @Nullable String ofSimple(String text) {
    Matcher matcher = FUNCTION.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String function = matcher.group(1);
    String opening = matcher.group(2);
    if (opening == null) {
      return function.equals(BODY) ? BODY : null;
    }
    boolean isTyped = opening.equals("(");
    if (isTyped && (function.equals("bodyAs") || function.equals("mandatoryBodyAs"))) {
      return BODY;
    }
    String name = name(opening, matcher.group(3));
    if (name == null || isTyped != function.endsWith("As")) {
      return null;
    }
    return switch (function) {
      case "variable", "variables", "variableAs" -> variable(name);
      case "exchangeProperty", "exchangePropertyAs" -> property(name);
      case "header", "headers", "headerAs" -> header(name);
      default -> null;
    };
  }

  /** Returns the name, or null if more than a name follows, such as a part of the content. */
  private static @Nullable String name(String opening, String rest) {
    String name = rest;
    if (opening.equals("[") || opening.equals("(")) {
      if (!rest.endsWith(opening.equals("[") ? "]" : ")")) {
        return null;
      }
      name = rest.substring(0, rest.length() - 1);
      int type = name.indexOf(',');
      name = opening.equals("(") && type != -1 ? name.substring(0, type) : name;
      name = name.strip().replaceFirst("^(['\"])(.*)\\1$", "$2");
    } else if (rest.contains(".")) {
      return null;
    }
    return name.matches("[^\\[\\](){}?]+") ? name : null;
  }
}
