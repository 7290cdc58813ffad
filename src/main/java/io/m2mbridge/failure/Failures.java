package io.m2mbridge.failure;

import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Words for failures that may be logged and stored: no message of an exception, which could quote a
 * value.
 */
public final class Failures {
  /** Whether the log may have messages and stack traces, for a while; by default it has neither. */
  private static final boolean IS_SHOWN = isShown(System.getenv("M2M_LOG_EXCEPTIONS"));

  private Failures() {}

  static boolean isShown(@Nullable String setting) {
    return setting != null && !setting.isBlank() && !setting.strip().matches("(?i)none|0");
  }

  /**
   * What goes to the logger next to the words: the failure itself where {@code M2M_LOG_EXCEPTIONS}
   * asks for it, else null. A site's own layout would print a message that quotes a value.
   */
  public static @Nullable Throwable shown(Throwable failure) {
    return IS_SHOWN ? failure : null;
  }

  /** As {@link #describe(Throwable)}, with the route and the step that it came from. */
  public static String describe(Throwable failure, FailedStep.@Nullable Place place) {
    return place == null ? describe(failure) : describe(failure) + " at " + place;
  }

  /**
   * The class of the failure, with the SQLSTATE or the HTTP status where its chain of causes has
   * one.
   */
  public static String describe(Throwable failure) {
    Throwable told = failure;
    while (isWrapping(told) && told.getCause() != null) {
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
  public static Throwable ofFuture(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /** The first of a type in a chain of causes, null when there is none. */
  public static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  /**
   * What Camel puts around the exception of a route, of a split's part, or of a template's call.
   */
  private static boolean isWrapping(Throwable failure) {
    return failure instanceof RuntimeCamelException
        || failure.getClass() == CamelExchangeException.class;
  }
}
