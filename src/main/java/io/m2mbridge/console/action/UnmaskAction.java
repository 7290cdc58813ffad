package io.m2mbridge.console.action;

import io.m2mbridge.console.access.RefusedException;
import io.m2mbridge.console.screen.Page;
import io.m2mbridge.console.screen.Request;
import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.inbox.Unmask;
import io.m2mbridge.inspect.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Shows a payload as M2M sent it, once. It is recorded who saw it and why. */
final class UnmaskAction implements Action {
  private final Unmask unmask;

  UnmaskAction(DataSource dataSource) {
    unmask = new Unmask(dataSource);
  }

  @Override
  public String title() {
    return "Unmask a payload";
  }

  @Override
  public Page plan(Request request) {
    long id = ExplainAction.number(request.parameter("id"));
    Report none = new Report(Map.of());
    return new Page(
        "plan.jte",
        new PlanModel(
            "The payload of delivery " + id + " will be shown once, with personal data.",
            none,
            "/console/unmask",
            Map.of("id", String.valueOf(id)),
            "Show it",
            request.viewer().isOperator()),
        none);
  }

  @Override
  public Page perform(Request request, Map<String, String> form) {
    String why = Reason.in(form);
    long id = ExplainAction.number(form.get("id"));
    OperatorAction action =
        new OperatorAction(request.viewer().name(), why, Map.of("id", String.valueOf(id)));
    String payload =
        unmask
            .read(id, action)
            .orElseThrow(
                () -> new RefusedException(404, "There is no such delivery with a payload."));
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", id);
    row.put("payload", payload);
    return new Page("payload.jte", payload, new Report(Map.of("payload", List.of(row))));
  }
}
