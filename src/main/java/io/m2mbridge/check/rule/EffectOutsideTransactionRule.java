package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EFFECT_OUTSIDE_TRANSACTION;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An attempt that fails is repeated, and with it each statement outside {@code effects-once}. */
final class EffectOutsideTransactionRule implements Rule {
  /** Steps that run after a failure, or apart from the attempt. */
  private static final Set<String> APART =
      Set.of("doCatch", "doFinally", "onException", "onCompletion", "wireTap");

  @Override
  public void check(Site site, Findings findings) {
    if (EventWays.usesDatabase(site)) {
      Walk walk = new Walk(site);
      EventWays.starts(site).forEach(route -> walk.steps(route.steps(), ""));
      walk.bare.forEach((route, steps) -> outside(site, route, steps, findings));
      walk.onOtherThreads.forEach(step -> onOtherThread(step, findings));
    }
  }

  /** Visits each step with the policy that it runs in. */
  private static final class Walk {
    private final Site site;
    private final Set<List<Object>> visited = new HashSet<>();
    private final Map<Route, List<Step>> bare = new LinkedHashMap<>();
    private final Set<Step> onOtherThreads = new HashSet<>();

    Walk(Site site) {
      this.site = site;
    }

    /**
     * Visits steps.
     *
     * @param policy the bean of the policy that they run in; empty for none; {@code thread} within
     *     effects-once, but on another thread
     */
    void steps(List<Step> steps, String policy) {
      String now = policy;
      for (Step step : steps) {
        if (step.isDisabled() || APART.contains(step.kind())) {
          continue;
        }
        step(step, now);
        if (now.equals(Policies.EFFECTS_ONCE) && step.kind().equals("threads")) {
          now = "thread";
        }
      }
    }

    private void step(Step step, String policy) {
      statement(step, policy);
      Route called = RouteGraph.of(site).called(step);
      if (called != null && visited.add(List.of(called, policy))) {
        steps(called.steps(), policy);
      }
      steps(step.children(), within(step, policy));
    }

    private static String within(Step step, String policy) {
      boolean isInEffects = policy.equals(Policies.EFFECTS_ONCE) || policy.equals("thread");
      String ref = Policies.ref(step);
      if (!isInEffects) {
        return ref.isEmpty() ? policy : ref;
      }
      boolean isElsewhere =
          "true".equals(step.value().text("parallelProcessing"))
              || (step.kind().equals("circuitBreaker") && hasTimeout(step));
      return isElsewhere ? "thread" : policy;
    }

    private static boolean hasTimeout(Step step) {
      return step.value().entries().stream()
          .anyMatch(entry -> "true".equals(entry.value().text("timeoutEnabled")));
    }

    private void statement(Step step, String policy) {
      Statement statement = Statement.of(site, step);
      if (statement == null || !statement.writes() || policy.equals(Policies.EFFECTS_ONCE)) {
        return;
      }
      if (policy.equals("thread")) {
        onOtherThreads.add(step);
      } else if (ShippedStatements.isEffect(statement)
          ? policy.isEmpty() || isOfTheBridge(policy)
          : policy.isEmpty() && statement.shipped() == null && !statement.isRepeatable()) {
        List<Step> steps = bare.computeIfAbsent(step.route(), each -> new ArrayList<>());
        if (!steps.contains(step)) {
          steps.add(step);
        }
      }
    }

    private static boolean isOfTheBridge(String policy) {
      return policy.equals(Policies.OWN_TRANSACTION) || policy.equals(Policies.OUTSIDE_ONCE);
    }
  }

  private static void outside(Site site, Route route, List<Step> steps, Findings findings) {
    Step first = steps.get(0);
    String others =
        steps.size() == 1
            ? ""
            : ", and so "
                + (steps.size() == 2 ? "does " : "do ")
                + String.join(
                    ", ", steps.stream().skip(1).map(EffectOutsideTransactionRule::name).toList());
    Statement statement = Statement.of(site, first);
    findings.add(
        EFFECT_OUTSIDE_TRANSACTION,
        first.place(),
        first.where(),
        "the statement writes outside the policy effects-once"
            + others
            + ", so that each attempt of the event writes again",
        statement == null || statement.isOnOwnDataSource()
            ? "move the step into " + policy(route)
            : "put the step into a step policy with ref: outside-once, because the data source "
                + statement.dataSource()
                + " has no part in the bridge's transaction");
  }

  private static String name(Step step) {
    String id = step.id();
    return id == null ? "the step " + step.kind() + " in line " + step.place().line() : id;
  }

  private static String policy(Route route) {
    @Nullable String id =
        route
            .allSteps()
            .filter(step -> Policies.ref(step).equals(Policies.EFFECTS_ONCE))
            .map(Step::id)
            .filter(each -> each != null)
            .findFirst()
            .orElse(null);
    return id == null ? "a step policy with ref: effects-once" : "the policy " + id;
  }

  private static void onOtherThread(Step step, Findings findings) {
    findings.add(
        EFFECT_OUTSIDE_TRANSACTION,
        step.place(),
        step.where(),
        "the statement runs on another thread than its policy effects-once, and so outside the"
            + " transaction",
        "run it on the thread of the event: without threads, parallelProcessing or a timeout");
  }
}
