package io.m2mbridge.console.access;

/** A request that the console refuses. The answer has the status and the message. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * @param status the HTTP status, 400 to 503
   * @param message one sentence for the person, without any part of the request
   */
  public RefusedException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }
}
