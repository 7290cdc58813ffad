package io.m2mbridge.delivery;

import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Words for failures that may be logged and stored: no message of an exception, which could quote a
 * value.
 */
final class Failures {
  private Failures() {}

  /**
   * The class of the failure, with the SQLSTATE or the HTTP status where its chain of causes has
   * one.
   */
  static String describe(Throwable failure) {
    Throwable told = failure;
    while (told instanceof RuntimeCamelException && told.getCause() != null) {
      told = told.getCause();
    }
    String simpleName = told.getClass().getSimpleName();
    String name = simpleName.isEmpty() ? told.getClass().getName() : simpleName;
    RouteException own = find(told, RouteException.class);
    if (own != null) {
      return own.getClass().getSimpleName() + ": " + own.getMessage();
    }
    SQLException sql = find(told, SQLException.class);
    if (sql != null && sql.getSQLState() != null) {
      return name + " " + sql.getSQLState();
    }
    HttpOperationFailedException http = find(told, HttpOperationFailedException.class);
    return http == null ? name : name + " " + http.getStatusCode();
  }

  /** What a future failed with, which one that depends on it wraps. */
  static Throwable ofFuture(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** The first of a type in a chain of causes, null when there is none. */
  static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
