package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.CALL_IN_TRANSACTION;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A transaction holds a connection and locks, and can't undo what another system did. */
final class CallInTransactionRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .flatMap(Route::allSteps)
        .filter(Policies::isTransaction)
        .filter(policy -> policy.ancestors().stream().noneMatch(Policies::isTransaction))
        .forEach(
            policy ->
                policy
                    .descendants()
                    .forEach(
                        step -> check(site, policy, step, step, new ArrayDeque<>(), findings)));
  }

  /**
   * Checks a step and the route that it calls.
   *
   * @param outer the step in the policy itself, through which the transaction reaches this step
   */
  private static void check(
      Site site, Step policy, Step outer, Step step, Deque<Route> path, Findings findings) {
    if (step.isDisabled()) {
      return;
    }
    Call call = step.call();
    String what = what(site, step, call);
    Route called = RouteGraph.of(site).called(step);
    if (what != null) {
      findings.add(
          CALL_IN_TRANSACTION,
          outer.place(),
          outer.where(),
          what
              + (outer == step ? "" : " of " + step.where())
              + " is in the transaction of the policy "
              + Policies.ref(policy)
              + ", holds it as long as "
              + (call == null ? "it waits" : "the call takes")
              + ", and is not undone if the transaction fails",
          "move the step below the policy" + (call == null ? "" : ", into a policy outside-once"));
    } else if (called != null && !path.contains(called)) {
      path.push(called);
      called.allSteps().forEach(each -> check(site, policy, outer, each, path, findings));
      path.pop();
    }
  }

  /** What holds the transaction; null if the step doesn't. */
  private static @Nullable String what(Site site, Step step, @Nullable Call call) {
    if (call == null) {
      return step.kind().equals("delay") ? "the delay" : null;
    }
    if (EventWays.FORWARD.equals(call.direct())) {
      return "the forward";
    }
    if (step.kind().equals("wireTap")) {
      return "the wireTap";
    }
    Statement statement = Statement.of(site, step);
    boolean isOnAnother =
        statement != null
            && !statement.isOnOwnDataSource()
            && Beans.of(site)
                .has(String.valueOf(statement.dataSource())); // else UnknownBeanRule tells it
    if (statement != null && isOnAnother) {
      return "the statement on the data source " + statement.dataSource();
    }
    return OutsideCalls.scheme(site, step).map(scheme -> "the call to " + scheme).orElse(null);
  }
}
