package io.m2mbridge.console.action;

import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.inspect.Report;
import io.m2mbridge.operate.DiscardRun;
import javax.sql.DataSource;

/** Closes events that need no more work, as the command {@code discard} does. */
final class DiscardAction extends ChosenEventsAction {
  private final DataSource dataSource;

  DiscardAction(DataSource dataSource) {
    super(dataSource);
    this.dataSource = dataSource;
  }

  @Override
  public String title() {
    return "Discard";
  }

  @Override
  String question(ChosenEvents chosen) {
    return chosen.count() + " to close. Nothing of them runs, and nothing is undone.";
  }

  @Override
  String path() {
    return "/console/discard";
  }

  @Override
  String button() {
    return "Discard";
  }

  @Override
  Report run(ChosenEvents chosen, OperatorAction action) {
    DiscardRun run = new DiscardRun(dataSource, action, chosen.ids().size(), chosen.state());
    chosen.ids().forEach(run::close);
    return run.report();
  }

  @Override
  String done() {
    return "The events are closed.";
  }
}
