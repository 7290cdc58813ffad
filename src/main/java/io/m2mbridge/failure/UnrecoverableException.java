package io.m2mbridge.failure;

/**
 * Thrown by a route where no further attempt can succeed. The delivery is dead at once, and can be
 * replayed.
 */
public final class UnrecoverableException extends RouteException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, without any value of the event
   */
  public UnrecoverableException(String message) {
    super(message);
  }
}
