package io.m2mbridge.console.action;

import io.m2mbridge.console.screen.Page;
import io.m2mbridge.console.screen.Request;
import io.m2mbridge.inbox.DeliverySelection;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;
import io.m2mbridge.operate.DiscardRun;
import java.util.Map;
import javax.sql.DataSource;

/** Closes events that need no more work, as the command {@code discard} does. */
final class DiscardAction implements Action {
  private final DataSource dataSource;
  private final DeliverySelection deliveries;
  private final Inspection inspection;

  DiscardAction(DataSource dataSource) {
    this.dataSource = dataSource;
    deliveries = new DeliverySelection(dataSource);
    inspection = new Inspection(dataSource);
  }

  @Override
  public String title() {
    return "Discard";
  }

  @Override
  public Page plan(Request request) {
    ChosenEvents chosen = new ChosenEvents(deliveries, request.query());
    Report plan = inspection.plan(chosen.ids());
    return new Page(
        "plan.jte",
        new PlanModel(
            chosen.count() + " to close. Nothing of them runs, and nothing is undone.",
            plan,
            "/console/discard",
            chosen.fields(),
            "Discard " + chosen.count(),
            request.viewer().isOperator()),
        chosen.confirmable(plan));
  }

  @Override
  public Page perform(Request request, Map<String, String> form) {
    String why = Reason.in(form);
    ChosenEvents chosen = new ChosenEvents(deliveries, form);
    chosen.refuseMoved();
    DiscardRun run =
        new DiscardRun(
            dataSource, chosen.action(request.viewer(), why), chosen.ids().size(), chosen.state());
    chosen.ids().forEach(run::close);
    Report result = run.report();
    return new Page("done.jte", new DoneModel("The events are closed.", result), result);
  }
}
