package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Report;
import java.util.function.Function;
import java.util.function.Supplier;

/** A screen without parameters, which shows all tables of a report. */
final class SimpleScreen implements Screen {
  private final Supplier<Report> reading;
  private final Function<Report, String> summary;
  private final boolean isPolled;

  /**
   * @param summary gives one sentence about the report
   * @param isPolled whether the report is read again while the page is open
   */
  SimpleScreen(Supplier<Report> reading, Function<Report, String> summary, boolean isPolled) {
    this.reading = reading;
    this.summary = summary;
    this.isPolled = isPolled;
  }

  @Override
  public Page page(Request request) {
    Report report = reading.get();
    return new Page(
        "screen.jte",
        new TablesModel(summary.apply(report), Table.all(report), null, isPolled),
        report);
  }
}
