package io.m2mbridge.webhook;

/**
 * Thrown if a request isn't signed by M2M. The reason goes to the log and the metrics only. No
 * answer contains it, because it would help an attacker.
 */
public final class SignatureException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /** Creates an exception with the reason {@code unauthorized}. */
  public SignatureException() {
    this("unauthorized");
  }

  /**
   * Creates an exception without a stack trace, because such requests are common on the open
   * internet.
   *
   * @param reason a fixed word, such as {@code no-secret-matched}; never a value of the request
   */
  public SignatureException(String reason) {
    super("signature refused: " + reason, null, false, false);
    this.reason = reason;
  }

  /**
   * Returns why the request was refused, as a fixed word: {@code no-signature}, {@code
   * no-timestamp}, {@code repeated-header}, {@code malformed-signature}, {@code bad-timestamp} or
   * {@code no-secret-matched}.
   */
  public String getReason() {
    return reason;
  }
}
