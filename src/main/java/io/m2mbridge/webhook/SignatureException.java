package io.m2mbridge.webhook;

/**
 * The request isn't signed by M2M. The reason is for the log and the metrics of who runs the
 * bridge; no answer gives it, for an attacker would read it too.
 */
public final class SignatureException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /** Creates one without a reason of its own. */
  public SignatureException() {
    this("unauthorized");
  }

  /**
   * Creates it without a stack trace: on the open internet this is no exceptional case.
   *
   * @param reason a fixed word, {@code no-secret-matched}, say; never a value of the request
   */
  public SignatureException(String reason) {
    super("signature refused: " + reason, null, false, false);
    this.reason = reason;
  }

  /**
   * Why it was refused, as a fixed word: {@code no-signature}, {@code no-timestamp}, {@code
   * repeated-header}, {@code malformed-signature}, {@code bad-timestamp} or {@code
   * no-secret-matched}.
   */
  public String getReason() {
    return reason;
  }
}
