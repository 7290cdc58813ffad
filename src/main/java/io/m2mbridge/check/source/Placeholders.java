package io.m2mbridge.check.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces placeholders, such as {@code {{m2m.unknown.forward:log:m2m}}}, by the values of
 * settings, as Camel does.
 */
public final class Placeholders {
  private static final String BEGIN = "{{";
  private static final String END = "}}";

  /** Camel's functions and vaults, whose values only the running bridge knows. */
  private static final Pattern FUNCTION =
      Pattern.compile(
          "(env|sys)[.:].*|(service|service\\.(name|host|port)|bean|ref|random|aws|gcp|azure"
              + "|hashicorp|cyberark|ibm|configmap|secret|kubernetes):.*",
          Pattern.DOTALL);

  /** Settings may name settings; one that names itself must end. */
  private static final int DEPTH = 10;

  private final Site site;

  /** The placeholders of a site's settings. */
  public Placeholders(Site site) {
    this.site = site;
  }

  /** What became of a text. */
  private static final class Result {
    private final List<String> missing = new ArrayList<>();
    private boolean isWhole = true;
  }

  /** Whether a text has a placeholder. */
  public static boolean areIn(String text) {
    return text.contains(BEGIN);
  }

  /** Returns the text with values. A placeholder without a value and a default stays as it is. */
  public String replace(String text) {
    return replace(text, new Result(), 0);
  }

  /** Returns the text with values; empty if the files don't tell one of them. */
  public Optional<String> resolve(String text) {
    Result result = new Result();
    String replaced = replace(text, result, 0);
    return result.isWhole ? Optional.of(replaced) : Optional.empty();
  }

  /**
   * Returns the text with values, in which those stay that only the running bridge knows; empty if
   * a setting has no value.
   */
  public Optional<String> resolveSettings(String text) {
    Result result = new Result();
    String replaced = replace(text, result, 0);
    return result.missing.isEmpty() ? Optional.of(replaced) : Optional.empty();
  }

  /** Returns the names of the settings that a text needs and that have no value. */
  public List<String> missing(String text) {
    Result result = new Result();
    replace(text, result, 0);
    return result.missing;
  }

  /**
   * Returns the key of the setting whose value a text consists of; null if the text is no
   * placeholder, or if its value is written in the text as a default.
   */
  public @Nullable String source(String text) {
    String key = null;
    for (String rest = text; rest.startsWith(BEGIN); ) {
      String inner = rest.replaceFirst("^\\{\\{[?!]?", "").replaceFirst("}}$", "");
      int colon = inner.indexOf(':');
      String name = colon == -1 ? inner : inner.substring(0, colon);
      Optional<String> value = site.setting().apply(name);
      if (value.isEmpty() && colon == -1) {
        return null;
      }
      key = value.isPresent() ? name : null;
      String next = value.orElseGet(() -> inner.substring(colon + 1));
      if (next.equals(rest)) {
        return null;
      }
      rest = next;
    }
    return key;
  }

  private String replace(String text, Result result, int depth) {
    StringBuilder replaced = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      boolean isEscaped = at > 0 && text.charAt(at - 1) == '\\';
      int end = text.startsWith(BEGIN, at) && !isEscaped ? end(text, at) : -1;
      if (end == -1) {
        replaced.append(text.charAt(at));
        at++;
        continue;
      }
      String placeholder = text.substring(at, end + END.length());
      Optional<String> value = depth > DEPTH ? Optional.empty() : value(placeholder, result, depth);
      result.isWhole &= value.isPresent();
      replaced.append(value.orElse(placeholder));
      at = end + END.length();
    }
    return replaced.toString();
  }

  private Optional<String> value(String placeholder, Result result, int depth) {
    String inner =
        placeholder.substring(BEGIN.length(), placeholder.length() - END.length()).strip();
    boolean isOptional = inner.startsWith("?");
    String name = inner.replaceFirst("^[?!]", "");
    int colon = name.indexOf(':');
    int nested = name.indexOf(BEGIN);
    if (nested != -1 && (colon == -1 || nested < colon)) {
      String key = replace(name, result, depth + 1);
      return areIn(key) ? Optional.empty() : value(BEGIN + key + END, result, depth + 1);
    }
    String key = (colon == -1 ? name : name.substring(0, colon)).strip();
    Optional<String> value = site.setting().apply(key);
    if (value.isPresent()) {
      return Optional.of(replace(value.get(), result, depth + 1));
    } else if (FUNCTION.matcher(name).matches()) {
      return Optional.empty();
    } else if (colon != -1) {
      return Optional.of(replace(name.substring(colon + 1), result, depth + 1));
    } else if (isOptional) {
      return Optional.of("");
    }
    result.missing.add(key);
    return Optional.empty();
  }

  private static int end(String text, int from) {
    int depth = 0;
    int at = from;
    while (at < text.length()) {
      if (text.startsWith(BEGIN, at)) {
        depth++;
        at += BEGIN.length();
      } else if (text.startsWith(END, at)) {
        depth--;
        if (depth == 0) {
          return at;
        }
        at += END.length();
      } else {
        at++;
      }
    }
    return -1;
  }
}
