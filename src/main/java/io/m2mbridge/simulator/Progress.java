package io.m2mbridge.simulator;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows the progress of a run on a terminal. Without a terminal, it prints nothing. */
final class Progress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static Progress of(int users, boolean isShown) {
    return new Progress(
        isShown
            ? new ProgressBarBuilder()
                .setTaskName("users")
                .setInitialMax(users)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build()
            : null);
  }

  /**
   * Shows the progress.
   *
   * @param simulator the running simulator; it isn't queried without a terminal
   */
  void show(Simulator simulator) throws InterruptedException {
    if (bar != null) {
      Report report = simulator.ask(simulator::report);
      bar.stepTo(simulator.ask(simulator::ended));
      bar.setExtraMessage(
          " webhooks "
              + report.acknowledged()
              + "/"
              + report.webhooks()
              + (report.failed() == 0 ? "" : ", failed " + report.failed()));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
