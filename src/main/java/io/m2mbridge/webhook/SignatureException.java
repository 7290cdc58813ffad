package io.m2mbridge.webhook;

/** The request isn't signed by M2M. It says nothing of why: an attacker would read it too. */
public final class SignatureException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates it without a stack trace: on the open internet this is no exceptional case. */
  public SignatureException() {
    super("signature refused", null, false, false);
  }
}
