package io.m2mbridge;

import java.net.BindException;
import org.jspecify.annotations.Nullable;

/** Says in one sentence why the bridge did not start. */
final class StartFailure {
  private StartFailure() {}

  static String sentence(Throwable failure) {
    ConfigurationException mistake = find(failure, ConfigurationException.class);
    if (mistake != null) {
      return String.valueOf(mistake.getMessage());
    }
    if (find(failure, BindException.class) != null) {
      return "a port is taken or not ours to open: set m2m.http.port (M2M_HTTP_PORT) or"
          + " m2m.management.port (M2M_MANAGEMENT_PORT) to a free one.";
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "it did not start: "
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
