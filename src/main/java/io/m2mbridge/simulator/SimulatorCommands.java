package io.m2mbridge.simulator;

import io.m2mbridge.command.DeveloperCommands;
import java.util.List;

/** Provides {@code simulate}, {@code send} and {@code train} as a service. */
public final class SimulatorCommands implements DeveloperCommands {
  /** Called by {@link java.util.ServiceLoader}. */
  public SimulatorCommands() {}

  @Override
  public List<Object> commands() {
    return List.of(new SimulateCommand(), new SendCommand(), new TrainCommand());
  }
}
