package io.m2mbridge.simulator;

import io.m2mbridge.webhook.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The webhook secrets that a command uses.
 *
 * @param values one at least; the first one signs
 * @param origin where they come from, for people
 */
record Secrets(List<String> values, String origin) {
  private static final String SETTING = "m2m.webhook.secret";
  private static final String VARIABLE = "M2M_WEBHOOK_SECRET";
  private static final String DEV_DEFAULTS = "/m2m-bridge-dev.properties";

  /**
   * Those given, else those of the environment or system property, else that of the dev profile.
   *
   * @param given what {@code --secret} had; null when it wasn't there
   */
  static Secrets of(@Nullable List<String> given) {
    if (given != null) {
      return in(String.join(",", given), "given with --secret");
    }
    String set = System.getProperty(SETTING, System.getenv(VARIABLE));
    return set == null || set.isBlank()
        ? in(devDefault(), "that of the dev profile")
        : in(set, "from " + VARIABLE);
  }

  private static Secrets in(String commaSeparated, String origin) {
    List<String> values = Signature.secretsIn(commaSeparated);
    if (values.isEmpty()) {
      throw new CommandMistake("The secret is empty: what --secret was given has no text.");
    }
    return new Secrets(values, origin);
  }

  private static String devDefault() {
    try (InputStream file = Secrets.class.getResourceAsStream(DEV_DEFAULTS)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + DEV_DEFAULTS);
      }
      Properties defaults = new Properties();
      defaults.load(file);
      return defaults.getProperty(SETTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signs with the first one. */
  Signature signature() {
    return new Signature(values.get(0));
  }
}
