package io.m2mbridge.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Does something with events one by one, and prints each second how far it has come. Ctrl-C stops
 * between two events.
 */
final class Progress {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LAST_EVENT_SECONDS = 10;

  private final PrintWriter out;
  private final CountDownLatch reported = new CountDownLatch(1);
  private volatile boolean stopped;

  Progress(PrintWriter out) {
    this.out = out;
  }

  /**
   * Returns how many events were done.
   *
   * @param report prints the result: also after Ctrl-C, before the process ends, and after a
   *     failure
   */
  int run(List<Long> ids, LongConsumer step, Runnable report) {
    Thread interrupted = new Thread(this::stop, "m2m-interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    int done = 0;
    long told = System.nanoTime();
    try {
      for (long id : ids) {
        if (stopped) {
          break;
        }
        step.accept(id);
        done++;
        if (System.nanoTime() - told > INTERVAL_NANOS) {
          told = System.nanoTime();
          out.println(done + " of " + ids.size());
        }
      }
    } finally {
      if (done < ids.size()) {
        out.println("Stopped: " + done + " of " + ids.size() + " were looked at.");
      }
      report.run();
      out.flush();
      reported.countDown();
      forget(interrupted);
    }
    return done;
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM ends already, and runs the hook.
    }
  }

  /** Runs while the JVM ends: waits for the event under way, and for the report. */
  void stop() {
    stopped = true;
    try {
      if (!reported.await(LAST_EVENT_SECONDS, TimeUnit.SECONDS)) {
        out.println("The event under way doesn't end: it is changed wholly, or not at all.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
