package io.m2mbridge.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Detects common mistakes in a pasted secret or key. M2M documents no format of a secret, so this
 * class knows mistakes only: a value without one of them is accepted as it is.
 */
public final class PastedSecret {
  /** The prefixes of M2M's secrets and keys, as far as M2M's pages name them. */
  private static final List<String> BEGINNINGS = List.of("whsec_", "m2m_live_", "m2m_test_");

  private static final String QUOTES =
      "\"'`\u00B4\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F" + "\u00AB\u00BB\u2039\u203A";

  /** The minimum length of a piece, in characters, to be taken for a whole secret. */
  private static final int SHORTEST_PIECE = 12;

  private static final Pattern NAME_BEFORE =
      Pattern.compile(
          "(?is)((export|setx?|env)\\s+|\\$env:)[a-z_].*"
              + "|[\"']?(m2m[._-])?(webhook[._-]?secret|api[._-]?key|x-api-key|authorization)"
              + "([._-]file)?[\"']?\\s*[=:].*"
              + "|(bearer|basic)\\s.*"
              + "|(?-i:[A-Z0-9_]*(SECRET|KEY|TOKEN|WEBHOOK|M2M)[A-Z0-9_]*)=[^=].{7,}");

  /** A prefix of M2M's that isn't at the beginning and doesn't follow a word character. */
  private static final Pattern BEGINNING_WITHIN =
      Pattern.compile("[^A-Za-z0-9_](whsec_|m2m_live_|m2m_test_)");

  private static final Pattern NOT_EXPANDED =
      Pattern.compile(
          "(?s)\\$\\{.*\\}|\\$\\(.*\\)|\\$([A-Z_][A-Z0-9_]*|[a-z_][a-z0-9_]*)|%[A-Za-z_][A-Za-z0-9_]*%"
              + "|\\{\\{.*\\}\\}|<%.*%>"
              // What secret stores leave in place if they resolved nothing.
              + "|@Microsoft\\.KeyVault\\(.*\\)|arn:aws[a-z-]*:(secretsmanager|ssm):.*"
              + "|(vault|secretref):.+|op://.+");
  private static final Pattern MASKED =
      Pattern.compile("(?s).*(\\*{3}|[\u2022\u25CF\u2026]|\\.{3}).*");
  private static final Pattern COMMENT_AFTER = Pattern.compile("(?s).*\\s(#|//|--|;).*");
  private static final Pattern ESCAPED_BREAK = Pattern.compile("(?s).*\\\\[nrt]|\\\\[nrt].*");
  private static final Pattern PERCENT =
      Pattern.compile("(?is)(whsec|m2m)(%5f.*|_.*%(2b|2f|3d|5f).*)");
  private static final Pattern BETWEEN = Pattern.compile("[;,]");

  private static final String NAMED = "has a name or something else before it";

  private PastedSecret() {}

  /**
   * Returns the first mistake in a list of webhook secrets, as the rest of a sentence that begins
   * with "A webhook secret …"; empty if there is none.
   *
   * @param list the secrets, separated by commas or line breaks
   */
  public static Optional<String> inList(String list) {
    String whole = list.strip();
    String json = json(whole);
    if (json != null) {
      return Optional.of(json);
    }
    return Arrays.stream(whole.split("[,\\r\\n]"))
        .map(String::strip)
        .filter(secret -> !secret.isEmpty())
        .flatMap(secret -> Optional.ofNullable(inSecret(secret)).stream())
        .findFirst();
  }

  /**
   * Returns the mistake in an API key, as the rest of a sentence that begins with "The API key …";
   * empty if there is none.
   */
  public static Optional<String> inKey(String key) {
    String stripped = key.strip();
    if (stripped.isEmpty()) {
      return Optional.empty();
    }
    String json = json(stripped);
    if (json == null && isSeveral(stripped)) {
      return Optional.of("is more than one key");
    }
    String mistake = json == null ? mistake(stripped) : json;
    return Optional.ofNullable(
        mistake == null && begins(stripped, "whsec_") ? "is a webhook secret" : mistake);
  }

  private static @Nullable String inSecret(String secret) {
    if (isSeveral(secret)) {
      return "is more than one secret, without commas between them";
    }
    String mistake = mistake(secret);
    return mistake == null && begins(secret, "m2m_") ? "is an API key" : mistake;
  }

  private static @Nullable String json(String value) {
    boolean isList = value.startsWith("[") && value.endsWith("]");
    boolean isObject = value.startsWith("{") && value.endsWith("}") && !value.startsWith("{{");
    boolean hasText = value.matches("(?s).*[\"'].*") || BEGINNING_WITHIN.matcher(value).find();
    return (isList || isObject) && hasText ? "is JSON" : null;
  }

  private static @Nullable String mistake(String value) {
    if (isQuoted(value)) {
      return "has quotes around it";
    } else if (value.endsWith(";") && begins(value, "")) {
      return "has a semicolon after it";
    } else if (NAME_BEFORE.matcher(value).matches()) {
      return NAMED;
    } else if (NOT_EXPANDED.matcher(value).matches()) {
      return "is the name of a variable that nothing has replaced by its value";
    } else if (value.startsWith("<") && value.endsWith(">")) {
      return "has angle brackets around it";
    } else if (MASKED.matcher(value).matches()) {
      return "is masked, with dots or asterisks in place of characters";
    } else if (COMMENT_AFTER.matcher(value).matches()) {
      return "has a comment after it";
    } else if (value.codePoints().anyMatch(PastedSecret::isBlank)) {
      return "has a space or an invisible character in it";
    } else if (ESCAPED_BREAK.matcher(value).matches()) {
      return "has a line break in it that is written as \\n";
    } else if (BEGINNING_WITHIN.matcher(value).find()) {
      return NAMED;
    } else if (isEncoded(value)) {
      return "is encoded again, as base64, as hex or with percent signs";
    }
    return null;
  }

  private static boolean isQuoted(String value) {
    String ends = value.endsWith(";") ? value.substring(0, value.length() - 1).strip() : value;
    return QUOTES.indexOf(value.charAt(0)) >= 0
        || (!ends.isEmpty() && QUOTES.indexOf(ends.charAt(ends.length() - 1)) >= 0);
  }

  /** Whether it is several secrets: a prefix occurs twice, or all pieces have the same length. */
  private static boolean isSeveral(String value) {
    for (String beginning : BEGINNINGS) {
      if (value.indexOf(beginning) != value.lastIndexOf(beginning)) {
        return true;
      }
    }
    String[] pieces = BETWEEN.split(value, -1);
    if (pieces.length == 1) {
      pieces = value.split("\\s+");
    }
    List<String> stripped = Arrays.stream(pieces).map(String::strip).toList();
    return stripped.size() > 1
        && stripped.get(0).length() >= SHORTEST_PIECE
        && stripped.stream().mapToInt(String::length).distinct().count() == 1;
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT;
  }

  /** Whether it begins with a prefix of M2M's once decoded, or has percent escapes after one. */
  private static boolean isEncoded(String value) {
    return PERCENT.matcher(value).matches()
        || (!begins(value, "") && (isHex(value) || isBase64(value, 2)));
  }

  private static boolean isHex(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return BEGINNINGS.stream()
        .map(beginning -> HexFormat.of().formatHex(beginning.getBytes(ISO_8859_1)))
        .anyMatch(lower::startsWith);
  }

  private static boolean isBase64(String value, int times) {
    String decoded;
    try {
      decoded =
          new String(
              Base64.getDecoder().decode(value.replace('-', '+').replace('_', '/')), ISO_8859_1);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return begins(decoded.strip().replaceAll("^[\"']", ""), "")
        || (times > 1 && isBase64(decoded.strip(), times - 1));
  }

  /** Whether it has a prefix of M2M's that itself begins with these characters. */
  private static boolean begins(String value, String with) {
    return BEGINNINGS.stream().anyMatch(each -> each.startsWith(with) && value.startsWith(each));
  }
}
