package io.m2mbridge.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks at each line that any test leads to, as the console shows it, and fails the class after
 * which one has a {@link Planted} value in it.
 */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
  static final String NAME = "leak watch";
  private static final Appender APPENDER = new Appender();

  @Override
  public void beforeAll(ExtensionContext context) {
    APPENDER.watch();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    String found = String.join("; ", APPENDER.leaks);
    APPENDER.leaks.clear();
    if (!found.isEmpty()) {
      throw new AssertionError("the log names what it must not: " + found);
    }
  }

  /** What was found so far; it is taken for seen. */
  public static String take() {
    String found = String.join("; ", APPENDER.leaks);
    APPENDER.leaks.clear();
    return found;
  }

  private static final class Appender extends AbstractAppender {
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    private Appender() {
      super(NAME, null, null, true, Property.EMPTY_ARRAY);
      start();
    }

    private static Configuration configuration() {
      return ((LoggerContext) LogManager.getContext(false)).getConfiguration();
    }

    private void watch() {
      if (!configuration().getRootLogger().getAppenders().containsKey(getName())) {
        configuration().getRootLogger().addAppender(this, null, null);
      }
    }

    @Override
    public void append(LogEvent event) {
      Layout<?> layout = configuration().getAppender("console").getLayout();
      Planted.namesIn(String.valueOf(layout.toSerializable(event)))
          .forEach(name -> leaks.add(name + " by " + event.getLoggerName()));
    }
  }
}
