package io.m2mbridge.signing;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.webhook.Signature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The webhook secrets that a command uses.
 *
 * @param values at least one secret; the first one signs
 * @param origin where they come from, as words for the user
 */
public record Secrets(List<String> values, String origin) {
  private static final String SETTING = "m2m.webhook.secret";
  private static final String VARIABLE = "M2M_WEBHOOK_SECRET";

  /**
   * Returns the given secrets, else those of a system property, an environment variable or the file
   * that one of these names, else that of the dev profile.
   *
   * @param given the values of {@code --secret}; null without that option
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
      throw new ConfigurationException(
          "The webhook secret, "
              + origin
              + ", is empty: set it to the one that M2M's Partner Portal shows.");
    }
    return new Secrets(values, origin);
  }

  /** Returns a well-formed but wrong signature: only the last digit differs. */
  public static String falsified(String signature) {
    return signature.substring(0, signature.length() - 1) + (signature.endsWith("0") ? '1' : '0');
  }

  /** Returns the signer with the first secret. */
  public Signature signature() {
    return new Signature(values.get(0));
  }
}
