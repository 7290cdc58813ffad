package io.m2mbridge.check.rule;

import java.util.regex.Pattern;

/** Finds a secret in a text, and tells it from what stands for one. */
public final class SecretText {
  /** Names of options and properties that hold a secret; a user's name isn't one. */
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          ".*(password|passwd|passphrase|passcode|secret|token|apikey|api_key|accesskey|secretkey"
              + "|privatekey|sharedkey|accountkey|authkey|credentials?|saslJaasConfig|connectionString)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern IN_URI =
      Pattern.compile("://[^/@:\\s{}$]*:(?!\\{\\{|\\$\\{)[^/@?\\s]+@");

  private static final Pattern IN_QUERY =
      Pattern.compile(
          "[?&;](\\w*(password|passwd|secret|token|apikey))=(?!\\{\\{|\\$\\{|#|RAW\\(\\{\\{|RAW\\(\\$)[^&;]+",
          Pattern.CASE_INSENSITIVE);

  /**
   * A signed token, a key of M2M, AWS, Stripe, Slack or GitHub, a webhook of Slack, a private key
   * in PEM.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\beyJ[\\w-]{8,}\\.[\\w-]{8,}|\\bm2m_(live|test)_\\w{16,}|\\bwhsec_\\w{8,}|\\bAKIA[0-9A-Z]{16}\\b"
              + "|\\b[sr]k_(live|test)_\\w{16,}|\\bxox[abprs]-[\\w-]{10,}|\\bgh[pousr]_\\w{30,}"
              + "|//hooks\\.slack\\.com/services/\\w+/\\w+/\\w{16,}"
              + "|-----BEGIN [A-Z ]*PRIVATE KEY");

  private static final int SHORTEST = 6;

  private SecretText() {}

  /** Whether an option, a property or a setting of this name holds a secret. */
  public static boolean isName(String name) {
    return SECRET_NAME.matcher(name).matches();
  }

  /** Whether an address, an option in it or a token makes a text hold a secret. */
  public static boolean isIn(String text) {
    return TOKEN.matcher(text).find()
        || IN_URI.matcher(text).find()
        || IN_QUERY.matcher(text).find();
  }

  /** Whether a text is the secret itself, and not a placeholder, a function, a bean or a switch. */
  public static boolean isLiteral(String text) {
    String value = text.strip();
    return value.length() >= SHORTEST
        && !value.contains("{{")
        && !value.contains("${")
        && !value.startsWith("#")
        && !value.matches("(?i)true|false|Bearer|Basic|(file|classpath|resource|https?):.*");
  }
}
