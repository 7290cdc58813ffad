package io.m2mbridge.load;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Limits dispatch after the start. The JVM then runs the code of events for the first time, which
 * takes much more CPU than later. If all workers did so at once, the first webhooks would wait for
 * a processor. Two rules apply:
 *
 * <ul>
 *   <li>For 20 seconds after this was created, no event begins while many webhooks wait for their
 *       answers, or lie unread for long. On a slow machine the JVM needs that long to compile what
 *       stores them.
 *   <li>The first 100 events run one at a time. After each there is a pause, three times as long as
 *       the event took, but one second at most. This ends 20 seconds after the first event began,
 *       and as soon as an event has run for two seconds, because it may hang.
 * </ul>
 */
public final class SlowStart {
  private static final Duration HOLD = Duration.ofSeconds(20);
  private static final Duration DURATION = Duration.ofSeconds(20);

  /** After so many runs the JVM has compiled what all events share. */
  private static final int EVENTS = 100;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** An event that has run for so long may hang. */
  private static final Duration HANGS = Duration.ofSeconds(2);

  /** How often a held event looks whether it may begin. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /** A pause lasts this many times as long as the event before it. */
  private static final int PAUSE_FACTOR = 3;

  /** Lets the thread sleep; a test only counts. */
  interface Sleep {
    void nanos(long nanos) throws InterruptedException;
  }

  private final BooleanSupplier isOverloaded;
  private final LongSupplier nanoTime;
  private final Sleep sleep;
  private volatile long holdEnd;
  private final Semaphore permit = new Semaphore(1, true);
  private boolean hasBegun;
  private int events;
  private boolean isRunning;
  private long runningSince;
  private long end;

  /** When the next event may run; only the holder of the permit reads and writes it. */
  private long next;

  /**
   * Starts now.
   *
   * @param isOverloaded tells whether many webhooks wait for their answers, or lie unread for long
   */
  public SlowStart(BooleanSupplier isOverloaded) {
    this(isOverloaded, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  SlowStart(BooleanSupplier isOverloaded, LongSupplier nanoTime, Sleep sleep) {
    this.isOverloaded = isOverloaded;
    this.nanoTime = nanoTime;
    this.sleep = sleep;
    next = nanoTime.getAsLong();
    holdEnd = next + HOLD.toNanos();
  }

  /** Returns one that is over: events begin at once. */
  public static SlowStart over() {
    SlowStart over = new SlowStart(() -> false);
    over.end();
    return over;
  }

  /** Ends it now, because the bridge stops: what has begun must end soon. */
  public synchronized void end() {
    holdEnd = nanoTime.getAsLong();
    events = EVENTS;
  }

  /** Returns whether no event may begin now. */
  public boolean isHeld() {
    return holdEnd - nanoTime.getAsLong() > 0 && isOverloaded.getAsBoolean();
  }

  /**
   * Runs an event as soon as the limit allows it. On an interrupted thread it runs at once, and the
   * thread stays interrupted.
   */
  public void run(Runnable event) {
    boolean hasPermit = false;
    try {
      awaitCalm();
      hasPermit = acquire();
      if (hasPermit) {
        pause();
        awaitCalm();
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

  private void awaitCalm() throws InterruptedException {
    while (isHeld()) {
      sleep.nanos(LOOK.toNanos());
    }
  }

  /** Returns true where the caller must give the permit back; false once the start is over. */
  private boolean acquire() throws InterruptedException {
    for (long left = left(); left > 0; left = left()) {
      if (permit.tryAcquire(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
        return true;
      }
    }
    return false;
  }

  private void runWithPermit(Runnable event) {
    long start = nanoTime.getAsLong();
    began(start);
    try {
      event.run();
    } finally {
      long now = nanoTime.getAsLong();
      next = now + PAUSE_FACTOR * (now - start);
      ended();
      permit.release();
    }
  }

  private void pause() throws InterruptedException {
    long left = left();
    long pause = Math.min(Math.min(next - nanoTime.getAsLong(), left), LONGEST_PAUSE.toNanos());
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
    if (isRunning && now - runningSince >= HANGS.toNanos()) {
      end = now;
    }
    return events < EVENTS ? end - now : 0;
  }

  private synchronized void began(long now) {
    isRunning = true;
    runningSince = now;
  }

  private synchronized void ended() {
    isRunning = false;
    events++;
  }
}
