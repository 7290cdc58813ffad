package io.m2mbridge.inbox;

import org.jspecify.annotations.Nullable;

/** The delivery could not be committed. The answer is 503, and M2M sends it again. */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }
}
