package io.m2mbridge.console.action;

import io.m2mbridge.console.screen.Page;
import io.m2mbridge.console.screen.Request;
import io.m2mbridge.inbox.DeliverySelection;
import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;
import java.util.Map;
import javax.sql.DataSource;

/** An action on events that an operator chooses: first the plan, then the run. */
abstract class ChosenEventsAction implements Action {
  private final DeliverySelection deliveries;
  private final Inspection inspection;

  ChosenEventsAction(DataSource dataSource) {
    deliveries = new DeliverySelection(dataSource);
    inspection = new Inspection(dataSource);
  }

  /** Says what will happen to the chosen events. */
  abstract String question(ChosenEvents chosen);

  /** The path of the action's page. */
  abstract String path();

  /** The text of the button, without the number of events. */
  abstract String button();

  /** Runs the action on each event, and returns what became of them. */
  abstract Report run(ChosenEvents chosen, OperatorAction action);

  /** Says that it is done. */
  abstract String done();

  @Override
  public final Page plan(Request request) {
    ChosenEvents chosen = new ChosenEvents(deliveries, request.query());
    Report plan = inspection.plan(chosen.ids());
    return new Page(
        "plan.jte",
        new PlanModel(
            question(chosen),
            plan,
            path(),
            chosen.fields(),
            button() + " " + chosen.count(),
            request.viewer().isOperator()),
        chosen.confirmable(plan));
  }

  @Override
  public final Page perform(Request request, Map<String, String> form) {
    String why = Reason.in(form);
    ChosenEvents chosen = new ChosenEvents(deliveries, form);
    chosen.refuseMoved();
    Report result = run(chosen, chosen.action(request.viewer(), why));
    return new Page("done.jte", new DoneModel(done(), result), result);
  }
}
