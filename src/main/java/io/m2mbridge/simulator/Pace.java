package io.m2mbridge.simulator;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The simulator's time. Waits are shortened by a factor. Written times are real, because a receiver
 * compares them with its own clock.
 */
final class Pace {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Vertx vertx;
  private final Clock clock;
  private final double speed;

  /**
   * Creates the time.
   *
   * @param clock the clock for written times
   * @param speed the factor by which waits are shortened, above 0
   */
  Pace(Vertx vertx, Clock clock, double speed) {
    this.vertx = vertx;
    this.clock = clock;
    this.speed = speed;
  }

  /** Returns the time to write, truncated to milliseconds like M2M's timestamps. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Returns the real duration of a simulated wait. */
  Duration real(Duration simulated) {
    return Duration.ofNanos((long) (simulated.toNanos() / speed));
  }

  /** Runs a task on the simulator's thread after a simulated wait. */
  void after(Duration simulated, Runnable task) {
    afterReal(real(simulated), task);
  }

  /** Runs a task on the simulator's thread after a real wait, such as for a receiver's work. */
  void afterReal(Duration real, Runnable task) {
    long millis = real.toNanos() / NANOS_PER_MILLI;
    if (millis < 1) {
      vertx.runOnContext(now -> task.run());
    } else {
      vertx.setTimer(millis, timer -> task.run());
    }
  }
}
