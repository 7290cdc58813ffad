package io.m2mbridge.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Does something with events one by one, and prints each second how far it has come. Ctrl-C stops
 * between two events.
 */
final class Progress {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LAST_EVENT_MILLIS = 10_000;

  private final PrintWriter out;
  private final Thread worker = Thread.currentThread();
  private volatile boolean stopped;

  Progress(PrintWriter out) {
    this.out = out;
  }

  /**
   * Returns how many events were done.
   *
   * @param report prints the result; after Ctrl-C it is printed before the process ends
   */
  int run(List<Long> ids, LongConsumer step, Runnable report) {
    Thread interrupted = new Thread(this::stop, "m2m-interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    int done = 0;
    long told = System.nanoTime();
    for (long id : ids) {
      if (stopped) {
        out.println("Stopped: " + done + " of " + ids.size() + " were looked at.");
        break;
      }
      step.accept(id);
      done++;
      if (System.nanoTime() - told > INTERVAL_NANOS) {
        told = System.nanoTime();
        out.println(done + " of " + ids.size());
      }
    }
    report.run();
    out.flush();
    if (!stopped) {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    }
    return done;
  }

  /** Runs while the JVM ends: waits for the event under way, and for the report. */
  private void stop() {
    stopped = true;
    try {
      worker.join(LAST_EVENT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
