package io.m2mbridge.console;

import io.m2mbridge.testing.ConsoleClient;
import io.m2mbridge.testkit.Bridge;
import org.junit.jupiter.api.BeforeAll;

/** The console of the shared bridge, and those who visit it. */
abstract class ConsoleOfTests {
  static Bridge bridge;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  static ConsoleClient stranger() {
    return ConsoleClient.of(bridge);
  }

  static ConsoleClient viewer() {
    return ConsoleClient.of(bridge, ConsoleClient.VIEWER);
  }
}
