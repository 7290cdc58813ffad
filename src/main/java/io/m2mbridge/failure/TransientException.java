package io.m2mbridge.failure;

/** Thrown by a route for a failure that another attempt may mend. */
public final class TransientException extends RouteException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, without any value of the event's
   */
  public TransientException(String message) {
    super(message);
  }
}
