package io.m2mbridge.signing;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.webhook.Signature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The webhook secrets that a command uses.
 *
 * @param values one at least; the first one signs
 * @param origin where they come from, for people
 */
public record Secrets(List<String> values, String origin) {
  private static final String SETTING = "m2m.webhook.secret";
  private static final String VARIABLE = "M2M_WEBHOOK_SECRET";

  /**
   * Those given, else those of the environment or system property, or of the file that one of these
   * names, else that of the dev profile.
   *
   * @param given what {@code --secret} had; null when it wasn't there
   */
  public static Secrets of(@Nullable List<String> given) {
    if (given != null) {
      return in(String.join(",", given), "given with --secret");
    }
    return DevDefaults.set(SETTING)
        .map(set -> in(set, "from " + VARIABLE))
        .orElseGet(() -> in(DevDefaults.property(SETTING), "that of the dev profile"));
  }

  private static Secrets in(String commaSeparated, String origin) {
    List<String> values = Signature.secretsIn(commaSeparated);
    if (values.isEmpty()) {
      throw new ConfigurationException("The webhook secret is empty: it is " + origin + ".");
    }
    return new Secrets(values, origin);
  }

  /** A signature that is well formed, and wrong: only its last digit is another. */
  public static String falsified(String signature) {
    return signature.substring(0, signature.length() - 1) + (signature.endsWith("0") ? '1' : '0');
  }

  /** Signs with the first one. */
  public Signature signature() {
    return new Signature(values.get(0));
  }
}
