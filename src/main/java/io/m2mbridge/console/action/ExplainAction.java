package io.m2mbridge.console.action;

import io.m2mbridge.console.access.RefusedException;
import io.m2mbridge.console.screen.InvalidRequestException;
import io.m2mbridge.console.screen.Page;
import io.m2mbridge.console.screen.Request;
import io.m2mbridge.inbox.Findings;
import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Marks a finding of reconcile as explained, as {@code reconcile --explain} does. */
final class ExplainAction implements Action {
  private final Findings findings;
  private final Inspection inspection;

  ExplainAction(DataSource dataSource) {
    findings = new Findings(dataSource);
    inspection = new Inspection(dataSource);
  }

  @Override
  public String title() {
    return "Explain a finding";
  }

  @Override
  public Page plan(Request request) {
    long id = number(request.parameter("id"));
    Report finding = inspection.finding(id);
    if (finding.isEmpty()) {
      throw noFinding();
    }
    return new Page(
        "plan.jte",
        new PlanModel(
            "The finding will be marked as explained, with your name and reason.",
            finding,
            "/console/explain",
            Map.of("id", String.valueOf(id)),
            "Explain",
            request.viewer().isOperator()),
        finding);
  }

  @Override
  public Page perform(Request request, Map<String, String> form) {
    String why = Reason.in(form);
    long id = number(form.get("id"));
    OperatorAction action =
        new OperatorAction(request.viewer().name(), why, Map.of("id", String.valueOf(id)));
    if (!findings.explain(id, action)) {
      throw noFinding();
    }
    Report finding = inspection.finding(id);
    return new Page("done.jte", new DoneModel("The finding is explained.", finding), finding);
  }

  private static RefusedException noFinding() {
    return new RefusedException(404, "There is no open finding with this number.");
  }

  /** Returns the number that a field has. */
  static long number(@Nullable String text) {
    if (text == null || !text.matches("[0-9]{1,18}")) {
      throw new InvalidRequestException("The id is not a number: write one.");
    }
    return Long.parseLong(text);
  }
}
