package io.m2mbridge.testing;

import io.m2mbridge.command.RunCommand;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.start.Startup;
import org.apache.camel.main.Main;

/** What tests in other packages need of this one. */
public final class BridgeMain {
  private BridgeMain() {}

  /** Camel, set up as the command {@code run} sets it up. */
  public static Main create() {
    return RunCommand.main(new Startup());
  }

  /** The environment variable that sets a setting. */
  public static String variable(String setting) {
    return Settings.variable(setting);
  }
}
