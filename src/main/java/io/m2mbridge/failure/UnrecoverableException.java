package io.m2mbridge.failure;

/**
 * Thrown by a route where no further attempt can help: the delivery is dead at once, and can be
 * replayed.
 */
public final class UnrecoverableException extends RouteException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, without any value of the event's
   */
  public UnrecoverableException(String message) {
    super(message);
  }
}
