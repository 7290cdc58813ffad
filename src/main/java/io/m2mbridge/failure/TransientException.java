package io.m2mbridge.failure;

/** Thrown by a route where another attempt may succeed. */
public final class TransientException extends RouteException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, without any value of the event
   */
  public TransientException(String message) {
    super(message);
  }
}
