package io.m2mbridge.simulator;

import io.m2mbridge.dev.Demo;

/** Provides the dev profile's demo as a service. */
public final class SimulatorDemo implements Demo {
  /** Called by {@link java.util.ServiceLoader}. */
  public SimulatorDemo() {}

  @Override
  public Running start(Bridge bridge, Runnable afterFirst) {
    return RunningDemo.start(bridge, System.out, afterFirst);
  }
}
