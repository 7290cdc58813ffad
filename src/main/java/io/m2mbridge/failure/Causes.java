package io.m2mbridge.failure;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Finds an exception among the causes of another one. */
public final class Causes {
  private Causes() {}

  /** Returns what a future failed with; a dependent future wraps it. */
  public static Throwable ofFuture(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** Returns the first cause of a type in a chain of causes; null where there is none. */
  public static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
