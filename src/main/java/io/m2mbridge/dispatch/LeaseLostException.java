package io.m2mbridge.dispatch;

import io.m2mbridge.failure.RouteException;

/** Another worker has claimed the delivery: this one stops, and writes nothing. */
public final class LeaseLostException extends RouteException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, without any value of the event
   */
  public LeaseLostException(String message) {
    super(message);
  }
}
