package io.m2mbridge.delivery;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Lets webhooks go first. M2M waits for an answer and gives up after a while; a stored event can
 * wait for its turn. So while some webhooks wait for their answers, only as many workers work at a
 * time as keep the processors busy. While a crowd of them waits each worker works on ten deliveries
 * a second, whatever the others do: dispatch is slow then, and never stops. All workers keep the
 * same beat, and so do the claims and the marks, so that one statement of each serves them all.
 */
final class Yielding {
  /** So many webhooks on average are more than can be kept up with. */
  private static final double CROWD = 20;

  /** So many are answered the later the more workers work. */
  private static final double SOME = 5;

  private static final Duration BEAT = Duration.ofMillis(100);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final DoubleSupplier waiting;
  private final Semaphore turns;

  /**
   * @param waiting how many webhooks wait for their answers, of late and on average
   */
  Yielding(DoubleSupplier waiting) {
    // One that waits for the database leaves its processor to another.
    this(waiting, Runtime.getRuntime().availableProcessors() + 1);
  }

  Yielding(DoubleSupplier waiting, int turns) {
    this.waiting = waiting;
    this.turns = new Semaphore(turns);
  }

  /** Works now, or when few enough webhooks wait or workers work, or on the next beat. */
  void run(Runnable work) {
    boolean hasTurn = false;
    try {
      hasTurn = awaitTurn();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      work.run();
    } finally {
      if (hasTurn) {
        turns.release();
      }
    }
  }

  /** Whether it took a turn; none is needed on the beat, or while hardly a webhook waits. */
  private boolean awaitTurn() throws InterruptedException {
    long left = awaitBeat();
    return left > 0
        && waiting.getAsDouble() >= SOME
        && turns.tryAcquire(left, TimeUnit.NANOSECONDS);
  }

  /**
   * Waits for the next beat while there is a crowd; not at all when there is none.
   *
   * @return the nanoseconds that are left until that beat
   */
  long awaitBeat() throws InterruptedException {
    long now = System.nanoTime();
    long beat = now + BEAT.toNanos() - Math.floorMod(now, BEAT.toNanos());
    while (beat - now > 0 && waiting.getAsDouble() >= CROWD) {
      TimeUnit.NANOSECONDS.sleep(Math.min(beat - now, LOOK.toNanos()));
      now = System.nanoTime();
    }
    return beat - now;
  }
}
