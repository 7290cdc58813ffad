package io.m2mbridge.delivery;

import org.jspecify.annotations.Nullable;

/** The delivery could not be committed; M2M is answered 503 and sends it again. */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }
}
