package io.m2mbridge.simulator;

import io.m2mbridge.command.DeveloperCommands;
import java.util.List;

/** {@code simulate} and {@code send}, found as a service. */
public final class SimulatorCommands implements DeveloperCommands {
  /** Creates one; {@link java.util.ServiceLoader} calls it. */
  public SimulatorCommands() {}

  @Override
  public List<Object> commands() {
    return List.of(new SimulateCommand(), new SendCommand());
  }
}
