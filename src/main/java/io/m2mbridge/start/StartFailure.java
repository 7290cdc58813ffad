package io.m2mbridge.start;

import io.m2mbridge.settings.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.jspecify.annotations.Nullable;

/** Turns a failed start into one sentence: the reason, and where to fix it. */
public final class StartFailure {
  /** Camel's message before the name of a file that it couldn't read. */
  private static final String UNREADABLE = "Error pre-parsing resource: ";

  private static final String BEAN = "Error creating bean: ";

  private StartFailure() {}

  public static String sentence(Throwable failure) {
    List<Throwable> causes = causes(failure);
    for (Throwable cause : causes) {
      if (cause instanceof ConfigurationException mistake) {
        return String.valueOf(mistake.getMessage());
      }
    }
    return "it did not start: " + where(causes) + what(causes);
  }

  /** Whether a user's mistake is the cause, so that its sentence is a whole one. */
  public static boolean isMistake(Throwable failure) {
    return causes(failure).stream().anyMatch(ConfigurationException.class::isInstance);
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  private static String where(List<Throwable> causes) {
    for (Throwable cause : causes) {
      String route = route(cause);
      String message = String.valueOf(cause.getMessage());
      if (route != null) {
        return "in the route " + route + ": ";
      }
      if (message.startsWith(BEAN)) {
        return "in the bean " + message.substring(BEAN.length()).replaceAll(" of type: .*", ": ");
      }
      if (message.startsWith(UNREADABLE) && !what(causes).contains(" in file:")) {
        return "in " + message.substring(UNREADABLE.length()) + ": ";
      }
    }
    return "";
  }

  private static @Nullable String route(Throwable cause) {
    if (cause instanceof FailedToCreateRouteException created) {
      return created.getRouteId();
    }
    return cause instanceof FailedToStartRouteException started ? started.getRouteId() : null;
  }

  private static String what(List<Throwable> causes) {
    Throwable root = causes.get(causes.size() - 1);
    String message =
        root.getMessage() == null
            ? root.toString()
            : ConfigurationException.oneLine(root.getMessage());
    if (root instanceof ClassNotFoundException) {
      return "there is no class " + message + ".";
    }
    return message.startsWith("Non scalar key")
        ? "a value that begins with {{ needs quotes around it."
        : message;
  }
}
