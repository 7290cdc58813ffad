package io.m2mbridge;

import org.apache.camel.main.Main;

/**
 * Gives tests in other packages a {@link Main} that is set up as the command {@code run} sets it
 * up.
 */
public final class BridgeMain {
  private BridgeMain() {}

  public static Main create() {
    return RunCommand.main(new Startup());
  }
}
