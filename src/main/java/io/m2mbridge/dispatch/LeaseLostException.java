package io.m2mbridge.dispatch;

import io.m2mbridge.failure.RouteException;

/** Another worker has taken the delivery over meanwhile; this one stops, and writes nothing. */
public final class LeaseLostException extends RouteException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, without any value of the event's
   */
  public LeaseLostException(String message) {
    super(message);
  }
}
