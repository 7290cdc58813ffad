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

/** What has become part of a value by mistake, or was lost on its way through the environment. */
final class ValuesCheck {
  /** Secrets have a check of their own, and a password may hold what it likes. */
  private static final Set<String> LEFT_ALONE =
      Set.of(
          "m2m.webhook.secret",
          "m2m.api.key",
          "m2m.database.password",
          "m2m.http.tls.key-store-password");

  /** A hash is an operator there. */
  private static final Pattern SQL =
      Pattern.compile("(?is)(sql|sql-stored|jdbc):(?!postgresql:).*");

  private static final String QUERY = "m2m.user-data.query";
  private static final Pattern COMMENT =
      Pattern.compile("(?s).*\\s(#|//|!\\s|--\\s|;\\s|<!--|/\\*).*");
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?s)\".*\"|'.*'|`.*`|[\u2018-\u201F\u00AB\u00BB].*[\u2018-\u201F\u00AB\u00BB]");

  private ValuesCheck() {}

  /**
   * One sentence on each value that has quotes around it or a comment after it.
   *
   * @param settings the value of each setting; empty where it isn't set
   */
  static List<String> mistakes(UnaryOperator<String> settings) {
    List<String> mistakes = new ArrayList<>();
    for (String key : keys()) {
      String value = settings.apply(key).strip();
      if (QUOTED.matcher(value).matches()) {
        mistakes.add(named(key) + " has quotes around its value: take them off.");
      } else if (!key.equals(QUERY)
          && !SQL.matcher(value).matches()
          && COMMENT.matcher(value).matches()) {
        mistakes.add(
            named(key) + " has a comment after its value: put the comment into a line of its own.");
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
   * One sentence on each variable whose value isn't what was set, since the JVM reads the
   * environment by the charset of the locale.
   *
   * @param charset of the locale
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
                        + ", doesn't read as they were set: set LANG=C.UTF-8 as well, or the setting"
                        + " in application.properties.");
              }
            });
    return mistakes;
  }

  /** Where nothing could be decoded, or what was UTF-8 was taken for another charset. */
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

  /** The charset that the JVM reads the environment by. */
  static Charset charset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }
}
