package io.m2mbridge.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log configuration that is shipped, in a context of its own, against those who flood it. */
class LogFloodTest {
  private static final int MANY = 5_000;

  private final AtomicInteger lines = new AtomicInteger();
  private LoggerContext context;

  @BeforeEach
  void start() throws Exception {
    URI shipped = LogFloodTest.class.getResource("/m2m-bridge-log4j2.properties").toURI();
    context = new LoggerContext("flood", null, shipped);
    context.start();
    AbstractAppender counter =
        new AbstractAppender("counter", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            lines.incrementAndGet();
          }
        };
    counter.start();
    var root = context.getConfiguration().getRootLogger();
    root.removeAppender("console");
    root.addAppender(counter, null, null);
  }

  @AfterEach
  void stop() {
    Configurator.shutdown(context);
  }

  private int log(String logger) {
    lines.set(0);
    for (int i = 0; i < MANY; i++) {
      context.getLogger(logger).info("webhook");
    }
    return lines.get();
  }

  @Test
  void keepsTheLinesOfStrangersToSoMany() {
    int kept = log("m2m.webhook.stranger");

    assertTrue(kept >= 1_000 && kept < 1_500, kept + " lines");
  }

  @Test
  void keepsEachLineOfWhatM2mSigned() {
    assertEquals(MANY, log("m2m.webhook"));
  }
}
