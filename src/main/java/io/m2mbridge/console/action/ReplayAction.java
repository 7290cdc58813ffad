package io.m2mbridge.console.action;

import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.inspect.Report;
import io.m2mbridge.operate.ReplayRun;
import javax.sql.DataSource;

/** Puts events back, as the command {@code replay} does. */
final class ReplayAction extends ChosenEventsAction {
  private final DataSource dataSource;

  ReplayAction(DataSource dataSource) {
    super(dataSource);
    this.dataSource = dataSource;
  }

  @Override
  public String title() {
    return "Replay";
  }

  @Override
  String question(ChosenEvents chosen) {
    String again =
        "done".equals(chosen.state())
            ? " The event is done: a replay makes its calls to the outside again."
            : "";
    return chosen.count() + " to put back." + again;
  }

  @Override
  String path() {
    return "/console/replay";
  }

  @Override
  String button() {
    return "Put back";
  }

  @Override
  Report run(ChosenEvents chosen, OperatorAction action) {
    ReplayRun run = new ReplayRun(dataSource, action, chosen.ids().size(), chosen.state());
    chosen.ids().forEach(run::putBack);
    return run.report();
  }

  @Override
  String done() {
    return "The replay is done.";
  }
}
