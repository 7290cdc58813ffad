package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;

/** What needs a person now, grouped by its cause. */
final class TroubleScreen implements Screen {
  private static final int OPEN_DAYS = 30;

  private final Inspection inspection;

  TroubleScreen(Inspection inspection) {
    this.inspection = inspection;
  }

  @Override
  public Page page(Request request) {
    Report trouble = inspection.trouble(OPEN_DAYS);
    return new Page("trouble.jte", trouble, trouble);
  }
}
