package io.m2mbridge.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for what happens in another thread. */
final class Waiting {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Waiting() {}

  /**
   * Asks again and again until there is a value.
   *
   * @param value gives null as long as there is none
   * @param failure what is wrong if there is none in time
   * @throws AssertionError if there is none in time
   */
  static <T> T until(Duration longest, Supplier<@Nullable T> value, Supplier<String> failure) {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      T found = value.get();
      if (found != null) {
        return found;
      }
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        throw Failure.saying(failure.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
