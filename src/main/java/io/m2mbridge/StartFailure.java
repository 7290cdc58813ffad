package io.m2mbridge;

import org.apache.camel.FailedToCreateRouteException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why the bridge did not start. */
final class StartFailure {
  private StartFailure() {}

  static String sentence(Throwable failure) {
    ConfigurationException mistake = find(failure, ConfigurationException.class);
    if (mistake != null) {
      return String.valueOf(mistake.getMessage());
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    FailedToCreateRouteException route = find(failure, FailedToCreateRouteException.class);
    return "it did not start: "
        + (route == null ? "" : "in the route " + route.getRouteId() + ": ")
        + oneLine(root.getMessage() == null ? root.toString() : root.getMessage());
  }

  static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
