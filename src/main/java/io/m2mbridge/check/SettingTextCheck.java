package io.m2mbridge.check;

import io.m2mbridge.settings.KnownSettings;
import io.m2mbridge.settings.Settings;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Finds quotes and comments that are part of a value by mistake, and characters that the
 * environment's charset lost.
 */
final class SettingTextCheck {
  /** Not checked here: secrets have their own check, and a password may contain any character. */
  private static final Set<String> LEFT_ALONE =
      Set.of(
          "m2m.webhook.secret",
          "m2m.api.key",
          "m2m.database.password",
          "m2m.http.tls.key-store-password");

  /** Endpoints with SQL, where a hash is an operator and doesn't begin a comment. */
  private static final Pattern SQL =
      Pattern.compile("(?is)(sql|sql-stored|jdbc):(?!postgresql:).*");

  private static final String QUERY = "m2m.user-data.query";
  private static final Pattern COMMENT =
      Pattern.compile("(?s).*\\s(#|//|!\\s|--\\s|;\\s|<!--|/\\*).*");
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?s)\".*\"|'.*'|`.*`|[\u2018-\u201F\u00AB\u00BB].*[\u2018-\u201F\u00AB\u00BB]");

  private SettingTextCheck() {}

  /**
   * Returns one sentence on each value that has quotes around it or a comment after it.
   *
   * @param settings gives the value of a setting, or an empty string if it isn't set
   */
  static List<String> mistakes(UnaryOperator<String> settings) {
    List<String> mistakes = new ArrayList<>();
    for (String key : keys()) {
      String value = settings.apply(key).strip();
      if (QUOTED.matcher(value).matches()) {
        mistakes.add(named(key) + " has quotes around its value: remove them.");
      } else if (!key.equals(QUERY)
          && !SQL.matcher(value).matches()
          && COMMENT.matcher(value).matches()) {
        mistakes.add(
            named(key) + " has a comment after its value: put the comment on a line of its own.");
      }
    }
    return mistakes;
  }

  private static Set<String> keys() {
    Set<String> keys = new TreeSet<>(Settings.defaults().stringPropertyNames());
    KnownSettings.EVENTS.forEach(event -> keys.add("m2m." + event + ".forward"));
    keys.removeIf(key -> !key.startsWith("m2m.") || LEFT_ALONE.contains(key));
    return keys;
  }

  private static String named(String key) {
    return key + " (" + Settings.variable(key) + ")";
  }

  /**
   * Returns one sentence on each variable whose value differs from what was set. The JVM decodes
   * the environment with the charset of the locale.
   *
   * @param charset the charset of the locale
   */
  static List<String> undecoded(Map<String, String> environment, Charset charset) {
    List<String> mistakes = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith("M2M_") && isLost(value, charset)) {
                mistakes.add(
                    name
                        + " has characters that the locale's charset, "
                        + charset.name()
                        + ", can't decode correctly: set LANG=C.UTF-8 in addition, or put the setting"
                        + " into application.properties.");
              }
            });
    return mistakes;
  }

  /** Whether characters couldn't be decoded, or UTF-8 was decoded with another charset. */
  private static boolean isLost(String value, Charset charset) {
    if (value.indexOf('\uFFFD') >= 0) {
      return true;
    }
    if (charset.equals(StandardCharsets.UTF_8) || value.chars().allMatch(c -> c < 0x80)) {
      return false;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value.getBytes(charset)));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** Returns the charset with which the JVM decodes the environment. */
  static Charset charset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }
}
