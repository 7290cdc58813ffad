package io.m2mbridge.check.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A variable, a header or the body, as {@code ${…}} names it.
 *
 * @param kind what it names
 * @param name the name; empty for the body
 * @param path what follows it
 * @param text the reference as it is written, from the dollar sign
 */
record Reference(Kind kind, String name, List<Access> path, String text) {
  /** What a reference names. */
  enum Kind {
    VARIABLE,
    HEADER,
    BODY
  }

  /**
   * A part of a path.
   *
   * @param name the field or the method, without quotes and arguments
   * @param isField whether it is in brackets, or in a call of {@code get}
   * @param isCall whether it has arguments in parentheses
   * @param isNullSafe whether a question mark precedes it
   */
  record Access(String name, boolean isField, boolean isCall, boolean isNullSafe) {
    /** What belongs behind the closing brace if the part is no method, such as {@code .json}. */
    String suffix() {
      return isField ? "" : "." + name;
    }
  }

  private static final Pattern START =
      Pattern.compile(
          "\\$(?:simple)?\\{\\s*(?:(?<date>date:)?(?:in\\.)?(?<kind>variable|variables|header|headers)(?:\\.|:|\\??\\[)"
              + "|(?<as>variable|header)As\\(|(?:in\\.)?(?<body>body)(?=[.?\\[]))");

  private static final Pattern NAME = Pattern.compile("\\s*['\"]?([^.?\\[\\](){}'\",\\s]+)['\"]?");

  /** A name of the function {@code date}, which a pattern follows. */
  private static final Pattern DATE_NAME = Pattern.compile("([^:}\\s+-]+)");

  private static final Pattern IN_BRACKETS = Pattern.compile("['\"]?([^\\]{}'\"]+)['\"]?]");

  private static final Pattern ACCESS =
      Pattern.compile(
          "(?<safe>\\?)?(?:\\.?\\[['\"]?(?<field>[^\\]'\"]*)['\"]?]"
              + "|\\.(?<name>\\w+)(?<arguments>\\((?<argument>[^()]*)\\))?)");

  /** Returns the references in a text, in its order. */
  static List<Reference> in(String text) {
    List<Reference> found = new ArrayList<>();
    Matcher start = START.matcher(text);
    while (start.find()) {
      String kind = start.group("kind") == null ? start.group("as") : start.group("kind");
      if (start.group("body") != null) {
        found.add(reference(Kind.BODY, "", text, start.start(), start.end()));
        continue;
      }
      Pattern form =
          text.charAt(start.end() - 1) == '['
              ? IN_BRACKETS
              : start.group("date") == null ? NAME : DATE_NAME;
      Matcher name = form.matcher(text).region(start.end(), text.length());
      if (name.lookingAt()) {
        found.add(
            reference(
                String.valueOf(kind).startsWith("variable") ? Kind.VARIABLE : Kind.HEADER,
                name.group(1),
                text,
                start.start(),
                name.end()));
      }
    }
    return found;
  }

  private static Reference reference(Kind kind, String name, String text, int start, int end) {
    List<Access> path = new ArrayList<>();
    Matcher access = ACCESS.matcher(text);
    int at = end;
    while (access.region(at, text.length()).lookingAt()) {
      path.add(access(access));
      at = access.end();
    }
    int close = text.indexOf('}', at);
    return new Reference(kind, name, path, text.substring(start, close == -1 ? at : close + 1));
  }

  private static Access access(Matcher found) {
    boolean isNullSafe = found.group("safe") != null;
    String field = found.group("field");
    if (field != null) {
      return new Access(field, true, false, isNullSafe);
    }
    String name = String.valueOf(found.group("name"));
    if (name.equals("get") && found.group("argument") != null) {
      String key = found.group("argument").strip().replaceAll("^['\"]|['\"]$", "");
      return new Access(key, true, true, isNullSafe);
    }
    return new Access(name, false, found.group("arguments") != null, isNullSafe);
  }

  /** Returns a path that is null where one of its fields is missing. */
  static String nullSafe(List<Access> path) {
    return path.stream().map(each -> "?.get('" + each.name() + "')").collect(Collectors.joining());
  }

  /** Returns a path as it is written in brackets. */
  static String brackets(List<Access> path) {
    return path.stream()
        .map(each -> (each.isNullSafe() ? "?" : "") + "[" + each.name() + "]")
        .collect(Collectors.joining());
  }

  boolean isVariable(String variable) {
    return kind == Kind.VARIABLE && name.equals(variable);
  }
}
