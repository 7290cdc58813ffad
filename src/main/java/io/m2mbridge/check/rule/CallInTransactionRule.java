package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.CALL_IN_TRANSACTION;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** A transaction holds a connection and locks, and can't undo what another system did. */
final class CallInTransactionRule implements Rule {
  private static final Set<String> TRANSACTIONS = Set.of("effects-once", "own-transaction");

  /** Components that stay in this process, or in this transaction. */
  private static final Set<String> WITHIN =
      Set.of(
          "direct",
          "sql",
          "jdbc",
          "log",
          "micrometer",
          "bean",
          "class",
          "mock",
          "language",
          "dataset",
          "");

  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> step.kind().equals("policy"))
        .filter(step -> TRANSACTIONS.contains(String.valueOf(step.value().text("ref"))))
        .forEach(
            policy ->
                policy
                    .descendants()
                    .forEach(step -> calls(site, policy, step, new ArrayDeque<>(), findings)));
  }

  private static void calls(
      Site site, Step policy, Step step, Deque<Route> path, Findings findings) {
    Call call = step.call();
    if (call == null) {
      return;
    }
    String direct = call.direct();
    Route route = direct == null ? null : site.direct(direct);
    if (route != null && !path.contains(route)) {
      path.push(route);
      route.allSteps().forEach(each -> calls(site, policy, each, path, findings));
      path.pop();
    } else if (!WITHIN.contains(call.scheme())) {
      Step outermost = path.isEmpty() ? step : policy;
      findings.add(
          CALL_IN_TRANSACTION,
          outermost.place(),
          outermost.where(),
          "the call to "
              + call.scheme()
              + " is in the transaction of the policy "
              + policy.value().text("ref")
              + ", holds it as long as the call takes, and is not undone if the transaction fails",
          "move the step below the policy, into a policy outside-once");
    }
  }
}
