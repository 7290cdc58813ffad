package io.m2mbridge.webhook;

/** The body has more bytes than {@code m2m.webhook.max-body-size}; answered 413. */
public final class BodyTooLargeException extends Exception {
  private static final long serialVersionUID = 1L;

  BodyTooLargeException() {
    super("the body is too large", null, false, false);
  }
}
