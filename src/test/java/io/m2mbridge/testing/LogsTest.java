package io.m2mbridge.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stand-in of a whole run may have a log open while a test opens its own. */
class LogsTest {
  private static final Logger LOG = LoggerFactory.getLogger("m2m.notify");

  @Test
  void seesWhatIsLoggedWhileAnotherIsOpen() {
    try (Logs ofTheRun = new Logs()) {
      try (Logs ofATest = new Logs()) {
        LOG.info("first");
        assertEquals(List.of("first"), ofATest.of("m2m.notify"));
      }
      LOG.info("second");
      assertEquals(List.of("first", "second"), ofTheRun.of("m2m.notify"));
    }
  }
}
