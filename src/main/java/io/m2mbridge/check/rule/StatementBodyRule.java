package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EVENT_IN_SQL;
import static io.m2mbridge.check.finding.FindingKind.NOT_A_PATH;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a statement takes from the body: the statement itself, or a value by {@code #}. */
final class StatementBodyRule implements Rule {
  /** A parameter without a name; PostgreSQL's operators {@code #>} and {@code #-} aren't. */
  private static final Pattern PARAMETER = Pattern.compile("[(,=<>]\\s*#\\s*([,)]|$)");

  @Override
  public void check(Site site, Findings findings) {
    Bodies bodies = new Bodies(site);
    BodyChanges changes = new BodyChanges(site, RouteGraph.of(site));
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled() && step.call() != null)
        .forEach(
            step -> {
              if (isBodyRun(step.call()) && bodies.isPersonal(step)) {
                body(step, findings);
              } else if (hasParameter(site, step) && changes.isEvent(RouteGraph.of(site), step)) {
                parameter(step, findings);
              }
            });
  }

  /** Whether the step runs its body, which no step in front of it sets: that is another finding. */
  private static boolean isBodyRun(@Nullable Call call) {
    return call != null
        && (call.scheme().equals("jdbc")
            || (call.scheme().equals("sql")
                && "true".equals(call.options().get("useMessageBodyForSql"))));
  }

  private static boolean hasParameter(Site site, Step step) {
    Statement statement = Statement.of(site, step);
    return statement != null && PARAMETER.matcher(statement.sql()).find();
  }

  private static void body(Step step, Findings findings) {
    findings.add(
        EVENT_IN_SQL,
        step.place(),
        step.where(),
        "the step runs the event itself as its statement",
        "write the statement as query of a step sql, with values such as"
            + " :#${variable.data[operationId]}");
  }

  private static void parameter(Step step, Findings findings) {
    findings.add(
        NOT_A_PATH,
        step.place(),
        step.where(),
        "the parameter # takes a part of the event's text, and no field of it",
        "name the value, such as :#${variable.data[operationId]}");
  }
}
