package io.m2mbridge.simulator;

import org.junit.jupiter.api.AfterEach;

/** M2M's platform, over HTTP. */
abstract class PlatformScenario {
  final Sandbox m2m = new Sandbox();

  @AfterEach
  void close() {
    m2m.close();
  }
}
