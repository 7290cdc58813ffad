package io.m2mbridge.load;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits dispatch in its first two seconds. The JVM then runs the code of events for the first
 * time, which takes much more CPU than later. If all workers did so at once, the first webhooks
 * would wait for a processor.
 *
 * <p>The two seconds begin with the first event. Until they are over, one event runs at a time.
 * After each event there is a pause, three times as long as the event took. So dispatch uses at
 * most a quarter of one processor.
 */
public final class SlowStart {
  private static final Duration DURATION = Duration.ofSeconds(2);

  /** A pause lasts this many times as long as the event before it. */
  private static final int PAUSE_FACTOR = 3;

  /** Lets the thread sleep; a test only counts. */
  interface Sleep {
    void nanos(long nanos) throws InterruptedException;
  }

  private final LongSupplier nanoTime;
  private final Sleep sleep;
  private final Semaphore permit = new Semaphore(1, true);
  private boolean hasBegun;
  private long end;

  /** When the next event may run; only the holder of the permit reads and writes it. */
  private long next;

  public SlowStart() {
    this(System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  SlowStart(LongSupplier nanoTime, Sleep sleep) {
    this.nanoTime = nanoTime;
    this.sleep = sleep;
    next = nanoTime.getAsLong();
  }

  /**
   * Runs an event as soon as the limit allows it. On an interrupted thread it runs at once, and the
   * thread stays interrupted.
   */
  public void run(Runnable event) {
    boolean hasPermit = false;
    try {
      long left = left();
      hasPermit = left > 0 && permit.tryAcquire(left, TimeUnit.NANOSECONDS);
      if (hasPermit) {
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (hasPermit) {
      runWithPermit(event);
    } else {
      event.run();
    }
  }

  private void runWithPermit(Runnable event) {
    long start = nanoTime.getAsLong();
    try {
      event.run();
    } finally {
      long now = nanoTime.getAsLong();
      next = now + PAUSE_FACTOR * (now - start);
      permit.release();
    }
  }

  private void pause() throws InterruptedException {
    long left = left();
    long pause = Math.min(next - nanoTime.getAsLong(), left);
    if (pause > 0) {
      sleep.nanos(pause);
    }
  }

  /** Returns how long the start is still slow, in nanoseconds; zero or less once it is over. */
  private synchronized long left() {
    long now = nanoTime.getAsLong();
    if (!hasBegun) {
      hasBegun = true;
      end = now + DURATION.toNanos();
    }
    return end - now;
  }
}
