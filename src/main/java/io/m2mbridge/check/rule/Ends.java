package io.m2mbridge.check.rule;

import io.m2mbridge.check.rule.Condition.Truth;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps with which the way of each event ends. */
final class Ends {
  private static final Set<String> THROW = Set.of("throwException", "rollback");

  /** Steps whose own steps run in each case, so that an end in them is the end of the route. */
  private static final Set<String> ALWAYS = Set.of("pipeline", "policy", "step", "multicast");

  /** Branches next to the steps of their parent. */
  private static final Set<String> BRANCHES =
      Set.of("when", "otherwise", "doCatch", "doFinally", "onFallback", "onException");

  private final Site site;
  private final Certainty certainty;

  Ends(Site site) {
    this.site = site;
    this.certainty = new Certainty(site);
  }

  Certainty certainty() {
    return certainty;
  }

  static boolean isBranch(Step step) {
    return BRANCHES.contains(step.kind());
  }

  /** Whether no event comes to the steps after this one. */
  boolean with(Step step) {
    return ends(step, new HashSet<>());
  }

  /** Whether a rollback only marks the transaction, and the route goes on. */
  private static boolean isMark(Step step) {
    return "true".equals(step.value().text("markRollbackOnly"))
        || "true".equals(step.value().text("markRollbackOnlyLast"));
  }

  String reason(Step end) {
    String id = end.id();
    Route called = RouteGraph.of(site).called(end);
    String name = id == null ? "the step " + end.kind() : "the step " + id;
    return name
        + " before it, in line "
        + end.place().line()
        + ", ends the way of each event"
        + (called == null ? "" : ", because the route " + called.name() + " ends with stop")
        + (end.kind().equals("filter") ? ", because its condition is always true" : "");
  }

  private boolean ends(Step step, Set<Route> visited) {
    if (step.kind().equals("stop") || THROW.contains(step.kind())) {
      return !isMark(step);
    }
    Route called = RouteGraph.of(site).called(step);
    if (called != null) {
      // A stop ends the caller, too.
      return visited.add(called) && stops(called.steps(), visited);
    }
    if (runs(step)) {
      return step.children().stream()
          .filter(child -> !child.isDisabled())
          .anyMatch(child -> ends(child, visited));
    }
    if (step.kind().equals("doTry")) {
      return stops(step.children(), visited);
    }
    return step.kind().equals("choice") && eachBranchEnds(step, visited);
  }

  /** Whether the steps in a step run for each event. */
  private boolean runs(Step step) {
    return ALWAYS.contains(step.kind())
        || (step.kind().equals("filter") && certainty.of(step) == Truth.TRUE);
  }

  /** The branch of a choice that each event takes; null if there may be several. */
  private @Nullable Step only(Step choice) {
    for (Step branch : choice.children()) {
      Truth truth = branch.kind().equals("otherwise") ? Truth.TRUE : certainty.of(branch);
      if (truth != Truth.FALSE) {
        return truth == Truth.TRUE ? branch : null;
      }
    }
    return null;
  }

  /** Whether a step of a list is a stop; what is thrown may be caught. */
  private boolean stops(List<Step> steps, Set<Route> visited) {
    return steps.stream()
        .filter(step -> !step.isDisabled() && !BRANCHES.contains(step.kind()))
        .anyMatch(
            step ->
                step.kind().equals("stop")
                    || (runs(step) && stops(step.children(), visited))
                    || calledStops(step, visited));
  }

  private boolean calledStops(Step step, Set<Route> visited) {
    Route called = RouteGraph.of(site).called(step);
    return called != null && visited.add(called) && stops(called.steps(), visited);
  }

  private boolean eachBranchEnds(Step choice, Set<Route> visited) {
    Step only = only(choice);
    List<Step> branches = only == null ? choice.children() : List.of(only);
    return (only != null || branches.stream().anyMatch(branch -> branch.kind().equals("otherwise")))
        && branches.stream()
            .allMatch(
                branch ->
                    branch.children().stream()
                        .filter(step -> !step.isDisabled())
                        .anyMatch(step -> ends(step, new HashSet<>(visited))));
  }
}
