package io.m2mbridge.load;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/**
 * Lets webhooks go first. M2M waits for an answer and gives up after a while; a stored event can
 * wait for its turn. So while some webhooks wait for their answers, only as many workers work at a
 * time as keep the processors busy, and none begins before a burst of them is over. While a crowd
 * waits on average each worker works on ten deliveries a second, whatever the others do: dispatch
 * is slow then, and never stops. All workers keep the same beat, and so do the claims and the
 * marks, so that one statement of each serves them all.
 */
public final class Yielding {
  /** So many webhooks on average are more than can be kept up with. */
  private static final double CROWD = 20;

  /** So many at a time are gone with the next commit or two, if nothing holds it up. */
  private static final int BURST = 16;

  /** So many are answered the later the more workers work. */
  private static final int SOME = 5;

  private static final Duration BEAT = Duration.ofMillis(100);
  private static final Duration LOOK_IN_CROWD = Duration.ofMillis(50);
  private static final Duration LOOK_IN_BURST = Duration.ofMillis(5);

  private final DoubleSupplier average;
  private final IntSupplier waiting;
  private final Semaphore turns;

  /**
   * @param average how many webhooks waited for their answers of late
   * @param waiting how many do now
   */
  public Yielding(DoubleSupplier average, IntSupplier waiting) {
    // One that waits for the database leaves its processor to another.
    this(average, waiting, Runtime.getRuntime().availableProcessors() + 1);
  }

  public Yielding(DoubleSupplier average, IntSupplier waiting, int turns) {
    this.average = average;
    this.waiting = waiting;
    this.turns = new Semaphore(turns);
  }

  /** Works now, or when few enough webhooks wait or workers work, or on the next beat. */
  public void run(Runnable work) {
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
        && (waiting.getAsInt() >= SOME || average.getAsDouble() >= SOME)
        && turns.tryAcquire(left, TimeUnit.NANOSECONDS);
  }

  /**
   * Waits for the next beat while there is a crowd or a burst; not at all when there is none.
   *
   * @return the nanoseconds that are left until that beat
   */
  public long awaitBeat() throws InterruptedException {
    long now = System.nanoTime();
    long beat = now + BEAT.toNanos() - Math.floorMod(now, BEAT.toNanos());
    for (var look = look(); beat - now > 0 && !look.isZero(); look = look()) {
      TimeUnit.NANOSECONDS.sleep(Math.min(beat - now, look.toNanos()));
      now = System.nanoTime();
    }
    return beat - now;
  }

  /** When to look again whether to go on; zero when to go on now. */
  private Duration look() {
    if (average.getAsDouble() >= CROWD) {
      return LOOK_IN_CROWD;
    }
    return waiting.getAsInt() >= BURST ? LOOK_IN_BURST : Duration.ZERO;
  }
}
