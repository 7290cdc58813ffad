package io.m2mbridge.failure;

/**
 * Thrown by a route to say how its delivery is to be settled. Its message is logged and stored, so
 * it must hold no value of the event's.
 */
public abstract class RouteException extends Exception {
  private static final long serialVersionUID = 1L;

  public RouteException(String message) {
    super(message);
  }
}
