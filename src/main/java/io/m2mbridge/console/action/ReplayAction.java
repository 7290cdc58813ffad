package io.m2mbridge.console.action;

import io.m2mbridge.console.screen.Page;
import io.m2mbridge.console.screen.Request;
import io.m2mbridge.inbox.DeliverySelection;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;
import io.m2mbridge.operate.ReplayRun;
import java.util.Map;
import javax.sql.DataSource;

/** Puts events back, as the command {@code replay} does. */
final class ReplayAction implements Action {
  private final DataSource dataSource;
  private final DeliverySelection deliveries;
  private final Inspection inspection;

  ReplayAction(DataSource dataSource) {
    this.dataSource = dataSource;
    deliveries = new DeliverySelection(dataSource);
    inspection = new Inspection(dataSource);
  }

  @Override
  public String title() {
    return "Replay";
  }

  @Override
  public Page plan(Request request) {
    ChosenEvents chosen = new ChosenEvents(deliveries, request.query());
    Report plan = inspection.plan(chosen.ids());
    String again =
        "done".equals(chosen.state())
            ? " The event is done: a replay makes its calls to the outside again."
            : "";
    return new Page(
        "plan.jte",
        new PlanModel(
            chosen.count() + " to put back." + again,
            plan,
            "/console/replay",
            chosen.fields(),
            "Put back " + chosen.count(),
            request.viewer().isOperator()),
        chosen.confirmable(plan));
  }

  @Override
  public Page perform(Request request, Map<String, String> form) {
    String why = Reason.in(form);
    ChosenEvents chosen = new ChosenEvents(deliveries, form);
    chosen.refuseMoved();
    ReplayRun run =
        new ReplayRun(
            dataSource, chosen.action(request.viewer(), why), chosen.ids().size(), chosen.state());
    chosen.ids().forEach(run::putBack);
    Report result = run.report();
    return new Page("done.jte", new DoneModel("The replay is done.", result), result);
  }
}
