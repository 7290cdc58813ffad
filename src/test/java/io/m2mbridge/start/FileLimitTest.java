package io.m2mbridge.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.testing.Logs;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By the defaults: 1000 connections, and 64 of the bridge's own. */
class FileLimitTest {
  private static final int OPEN = 165;
  private static final int OWN = OPEN + 64 + FileLimit.RESERVE;

  private final Settings settings = Settings.of("file:none.properties;optional=true");

  private int respect(long limit) {
    return FileLimit.respect(settings, limit, OPEN);
  }

  private String connections() {
    return settings.get("m2m.http.max-connections");
  }

  @Test
  void changesNothingWhereAllFit() {
    try (Logs logs = new Logs()) {
      assertEquals(1_050, respect(OWN + 1_000));
      assertEquals("1000", connections());
      assertEquals(List.of(), logs.from(Level.WARN));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void changesNothingWhereThereIsNoLimit(long limit) {
    assertEquals(Integer.MAX_VALUE, respect(limit));
    assertEquals("1000", connections());
  }

  @Test
  void lowersTheConnectionsToThoseThatFit() {
    try (Logs logs = new Logs()) {
      assertEquals(173, respect(452));
      assertEquals("123", connections());
      assertEquals(
          List.of(
              "the limit of open files is 452, of which the bridge itself needs 329:"
                  + " m2m.http.max-connections is lowered from 1000 to 123; for all of them set it to"
                  + " 1329 or more (ulimit -n; LimitNOFILE of systemd; --ulimit nofile of Docker)"),
          logs.of(FileLimit.class.getName()));
    }
  }

  @Test
  void refusesToStartWhereTooFewFit() {
    respect(OWN + FileLimit.FEWEST_CONNECTIONS);
    settings.override("m2m.http.max-connections", "1000");
    String sentence =
        assertThrows(
                ConfigurationException.class, () -> respect(OWN + FileLimit.FEWEST_CONNECTIONS - 1))
            .getMessage();
    assertTrue(sentence.startsWith("The limit of open files is 378, "), sentence);
    assertTrue(sentence.contains("set it to 1329 or more (ulimit -n;"), sentence);
  }

  @Test
  void takesFewerWhereNoMoreAreWanted() {
    settings.override("m2m.http.max-connections", "10");
    respect(OWN + 10);
    assertEquals("10", connections());
  }
}
