package io.m2mbridge.delivery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets webhooks go first. M2M waits for an answer and gives up after a while; a stored event can
 * wait for its turn. So while a crowd of requests waits for its answers, or did a moment ago, each
 * worker works on ten deliveries a second: dispatch is slow then, and never stops. All workers keep
 * the same beat, and so do the claims and the marks, so that one statement of each serves them all.
 */
final class Yielding {
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final BooleanSupplier isCrowded;

  Yielding(BooleanSupplier isCrowded) {
    this.isCrowded = isCrowded;
  }

  /** Works now, or when there is no crowd, or on the next beat. */
  void run(Runnable work) {
    try {
      awaitBeat();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    work.run();
  }

  /** Waits for the next beat while there is a crowd; not at all when there is none. */
  void awaitBeat() throws InterruptedException {
    long now = System.nanoTime();
    long beat = now + BEAT.toNanos() - Math.floorMod(now, BEAT.toNanos());
    while (beat - now > 0 && isCrowded.getAsBoolean()) {
      TimeUnit.NANOSECONDS.sleep(Math.min(beat - now, LOOK.toNanos()));
      now = System.nanoTime();
    }
  }
}
