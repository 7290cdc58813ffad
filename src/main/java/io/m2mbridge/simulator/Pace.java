package io.m2mbridge.simulator;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Time, as the simulator has it. What it waits for passes faster by a factor; what it writes is the
 * real time, as a receiver compares that with a clock of its own.
 */
final class Pace {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Vertx vertx;
  private final Clock clock;
  private final double speed;

  /**
   * @param clock for the times that are written
   * @param speed by how much waiting is shortened, above 0
   */
  Pace(Vertx vertx, Clock clock, double speed) {
    this.vertx = vertx;
    this.clock = clock;
    this.speed = speed;
  }

  /** The time to write, in milliseconds, as M2M's timestamps have them. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** How long a wait of M2M's takes here. */
  Duration real(Duration simulated) {
    return Duration.ofNanos((long) (simulated.toNanos() / speed));
  }

  /** Runs something on the simulator's thread once a wait of M2M's is over. */
  void after(Duration simulated, Runnable task) {
    afterReal(real(simulated), task);
  }

  /** The same for what a receiver needs its time for, and what isn't shortened. */
  void afterReal(Duration real, Runnable task) {
    long millis = real.toNanos() / NANOS_PER_MILLI;
    if (millis < 1) {
      vertx.runOnContext(now -> task.run());
    } else {
      vertx.setTimer(millis, timer -> task.run());
    }
  }
}
