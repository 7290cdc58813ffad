package io.m2mbridge.webhook;

/** Thrown if a body has more bytes than {@code m2m.webhook.max-body-size}. The answer is 413. */
public final class BodyTooLargeException extends Exception {
  private static final long serialVersionUID = 1L;

  BodyTooLargeException() {
    super("the body is too large", null, false, false);
  }
}
