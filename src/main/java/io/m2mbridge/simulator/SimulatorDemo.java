package io.m2mbridge.simulator;

import io.m2mbridge.dev.Demo;

/** The dev profile's demo, found as a service. */
public final class SimulatorDemo implements Demo {
  /** Creates one; {@link java.util.ServiceLoader} calls it. */
  public SimulatorDemo() {}

  @Override
  public Running start(Bridge bridge, Runnable afterFirst) {
    return RunningDemo.start(bridge, System.out, afterFirst);
  }
}
