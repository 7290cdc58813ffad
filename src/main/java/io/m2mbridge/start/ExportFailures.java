package io.m2mbridge.start;

import io.m2mbridge.failure.Causes;
import io.m2mbridge.failure.FailureDescription;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs OpenTelemetry's warnings by a class or a status. Its own messages would go to standard error
 * with a stack trace, and can quote the answer of the collector.
 */
final class ExportFailures extends Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Traces.class);
  private static final Pattern STATUS = Pattern.compile("status code (\\d{3})");

  /** Held here, because Java keeps only a weak reference to a logger. */
  private static final java.util.logging.Logger SOURCE =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  /** Takes the place of Java's handlers for OpenTelemetry's loggers. */
  static void install() {
    for (Handler handler : SOURCE.getHandlers()) {
      SOURCE.removeHandler(handler);
    }
    SOURCE.setUseParentHandlers(false);
    SOURCE.addHandler(new ExportFailures());
  }

  @Override
  public void publish(LogRecord warning) {
    if (warning.getLevel().intValue() < Level.WARNING.intValue()) {
      return;
    }
    LOG.warn("spans can't be exported: {}; look at OTEL_EXPORTER_OTLP_ENDPOINT", cause(warning));
  }

  private static String cause(LogRecord warning) {
    if (warning.getThrown() != null) {
      return FailureDescription.of(Causes.ofFuture(warning.getThrown()));
    }
    Matcher status = STATUS.matcher(String.valueOf(warning.getMessage()));
    return status.find() ? "HTTP status " + status.group(1) : "refused";
  }

  @Override
  public void flush() {
    // nothing is kept back
  }

  @Override
  public void close() {
    // nothing is open
  }
}
