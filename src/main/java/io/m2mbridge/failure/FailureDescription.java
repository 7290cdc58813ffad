package io.m2mbridge.failure;

import java.sql.SQLException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Describes failures by words that may be logged and stored. They never contain an exception's
 * message, because it could quote a value.
 */
public final class FailureDescription {
  /** Whether messages and stack traces are logged too, for a search; by default they are not. */
  private static final boolean IS_SHOWN = isShown(System.getenv("M2M_LOG_EXCEPTIONS"));

  private FailureDescription() {}

  static boolean isShown(@Nullable String setting) {
    return setting != null && !setting.isBlank() && !setting.strip().matches("(?i)none|0");
  }

  /**
   * Returns what to pass to the logger in addition to the words: the failure where {@code
   * M2M_LOG_EXCEPTIONS} is set, otherwise null. A site's own log layout would print the failure's
   * message, which could quote a value.
   */
  public static @Nullable Throwable shown(Throwable failure) {
    return IS_SHOWN ? failure : null;
  }

  /** Describes a failure, with the route and the step at which it occurred. */
  public static String of(Throwable failure, FailedStep.@Nullable Place place) {
    return place == null ? of(failure) : of(failure) + " at " + place;
  }

  /**
   * Describes a failure by its class, and by the SQLSTATE or the HTTP status where its chain of
   * causes has one.
   */
  public static String of(Throwable failure) {
    Throwable root = failure;
    while (isWrapping(root) && root.getCause() != null) {
      root = root.getCause();
    }
    String simpleName = root.getClass().getSimpleName();
    String name = simpleName.isEmpty() ? root.getClass().getName() : simpleName;
    RouteException own = Causes.find(root, RouteException.class);
    if (own != null) {
      return own.getClass().getSimpleName() + ": " + own.getMessage();
    }
    SQLException sql = Causes.find(root, SQLException.class);
    if (sql != null && sql.getSQLState() != null) {
      return name + " " + sql.getSQLState();
    }
    HttpOperationFailedException http = Causes.find(root, HttpOperationFailedException.class);
    return http == null ? name : name + " " + http.getStatusCode();
  }

  /** Camel wraps the exception of a route, of a splitter's part, or of a template's call. */
  private static boolean isWrapping(Throwable failure) {
    return failure instanceof RuntimeCamelException
        || failure.getClass() == CamelExchangeException.class;
  }
}
