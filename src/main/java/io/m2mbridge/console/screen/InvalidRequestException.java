package io.m2mbridge.console.screen;

/** A path or a parameter of a screen is invalid. The answer is 400 with the message. */
public final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message one sentence for the person: what is wrong, and what to write instead
   */
  public InvalidRequestException(String message) {
    super(message);
  }
}
