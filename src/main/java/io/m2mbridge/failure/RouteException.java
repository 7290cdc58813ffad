package io.m2mbridge.failure;

/**
 * Thrown by a route to choose the outcome of its delivery. Its message is logged and stored, so it
 * must contain no value of the event.
 */
public abstract class RouteException extends Exception {
  private static final long serialVersionUID = 1L;

  public RouteException(String message) {
    super(message);
  }
}
