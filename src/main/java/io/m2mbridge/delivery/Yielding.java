package io.m2mbridge.delivery;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets webhooks go first. M2M waits for an answer and gives up after a while; a stored event can
 * wait for its turn. So while a crowd of requests waits for its answers, or did a moment ago, some
 * hundred deliveries a second are worked on: dispatch is slow then, and never stops.
 */
final class Yielding {
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final BooleanSupplier isCrowded;
  private final Semaphore turn = new Semaphore(1);

  Yielding(BooleanSupplier isCrowded) {
    this.isCrowded = isCrowded;
  }

  /** Works now, or when there is no crowd, or when it is this worker's turn. */
  void run(Runnable work) {
    boolean isMyTurn = awaitTurn();
    try {
      work.run();
    } finally {
      if (isMyTurn) {
        turn.release();
      }
    }
  }

  private boolean awaitTurn() {
    long since = System.nanoTime();
    boolean isMyTurn = false;
    try {
      while (!isMyTurn
          && isCrowded.getAsBoolean()
          && System.nanoTime() - since < LONGEST.toNanos()) {
        isMyTurn = turn.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      }
      if (isMyTurn) {
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return isMyTurn;
  }
}
