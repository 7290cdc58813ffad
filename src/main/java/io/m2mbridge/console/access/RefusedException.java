package io.m2mbridge.console.access;

import java.util.OptionalLong;

/** A request that the console refuses. The answer has the status and the message. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final long retryAfter;

  /**
   * @param status the HTTP status, 400 to 503
   * @param message one sentence for the person, without any part of the request
   */
  public RefusedException(int status, String message) {
    this(status, message, 0);
  }

  private RefusedException(int status, String message, long retryAfter) {
    super(message, null, false, false);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /**
   * A login that has to wait.
   *
   * @param seconds how long, 1 or more
   */
  public static RefusedException tooManyFailures(long seconds) {
    return new RefusedException(
        429, "Too many failed logins: try again in " + seconds + " seconds.", seconds);
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns after how many seconds the request may be made again; empty if it needn't wait. */
  public OptionalLong retryAfter() {
    return retryAfter == 0 ? OptionalLong.empty() : OptionalLong.of(retryAfter);
  }
}
