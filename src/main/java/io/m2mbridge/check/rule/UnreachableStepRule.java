package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNREACHABLE_STEP;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps after an end, and branches that no condition opens. */
final class UnreachableStepRule implements Rule {
  private static final Set<String> THROW = Set.of("throwException", "rollback");

  /** Steps whose own steps run in each case, so that an end in them is the end of the route. */
  private static final Set<String> ALWAYS = Set.of("pipeline", "policy", "step", "multicast");

  /** Branches next to the steps of their parent. */
  private static final Set<String> BRANCHES =
      Set.of("when", "otherwise", "doCatch", "doFinally", "onFallback", "onException");

  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .forEach(
            route -> {
              afterEnd(site, route.steps(), findings);
              route.allSteps().forEach(step -> step(site, step, findings));
            });
    site.configurations().flatMap(Route::allSteps).forEach(step -> step(site, step, findings));
  }

  private static void step(Site site, Step step, Findings findings) {
    if (!step.kind().equals("multicast")) {
      afterEnd(site, step.children(), findings);
    }
    if (step.kind().equals("filter") && "false".equals(constant(step))) {
      step.children().stream()
          .findFirst()
          .ifPresent(first -> add(first, "the condition of the filter is always false", findings));
    } else if (step.kind().equals("choice") && !Spine.isDispatcher(step.route())) {
      branches(step, findings); // DispatchRule looks at the branches of a dispatcher
    }
  }

  private static void afterEnd(Site site, List<Step> steps, Findings findings) {
    Step ended = null;
    for (Step step : steps) {
      if (step.isDisabled() || BRANCHES.contains(step.kind())) {
        continue;
      }
      if (ended != null) {
        add(step, reason(site, ended), findings);
        return;
      }
      ended = ends(site, step, new HashSet<>()) ? step : null;
    }
  }

  /** Whether a rollback only marks the transaction, and the route goes on. */
  private static boolean isMark(Step step) {
    return "true".equals(step.value().text("markRollbackOnly"))
        || "true".equals(step.value().text("markRollbackOnlyLast"));
  }

  private static String reason(Site site, Step end) {
    String id = end.id();
    Route called = EventWays.called(site, end);
    String name = id == null ? "the step " + end.kind() : "the step " + id;
    return name
        + " before it, in line "
        + end.place().line()
        + ", ends the way of each event"
        + (called == null ? "" : ", because the route " + called.name() + " ends with stop");
  }

  private static boolean ends(Site site, Step step, Set<Route> visited) {
    if (step.kind().equals("stop") || THROW.contains(step.kind())) {
      return !isMark(step);
    }
    Route called = EventWays.called(site, step);
    if (called != null) {
      // A stop ends the caller, too.
      return visited.add(called) && stops(site, called.steps(), visited);
    }
    if (ALWAYS.contains(step.kind())) {
      return step.children().stream()
          .filter(child -> !child.isDisabled())
          .anyMatch(child -> ends(site, child, visited));
    }
    if (step.kind().equals("doTry")) {
      return stops(site, step.children(), visited);
    }
    return step.kind().equals("choice") && eachBranchEnds(site, step, visited);
  }

  /** Whether a step of a list is a stop; what is thrown may be caught. */
  private static boolean stops(Site site, List<Step> steps, Set<Route> visited) {
    return steps.stream()
        .filter(step -> !step.isDisabled() && !BRANCHES.contains(step.kind()))
        .anyMatch(
            step ->
                step.kind().equals("stop")
                    || (ALWAYS.contains(step.kind()) && stops(site, step.children(), visited))
                    || calledStops(site, step, visited));
  }

  private static boolean calledStops(Site site, Step step, Set<Route> visited) {
    Route called = EventWays.called(site, step);
    return called != null && visited.add(called) && stops(site, called.steps(), visited);
  }

  private static boolean eachBranchEnds(Site site, Step choice, Set<Route> visited) {
    List<Step> branches = choice.children();
    return branches.stream().anyMatch(branch -> branch.kind().equals("otherwise"))
        && branches.stream()
            .allMatch(
                branch ->
                    branch.children().stream()
                        .filter(step -> !step.isDisabled())
                        .anyMatch(step -> ends(site, step, new HashSet<>(visited))));
  }

  private static void branches(Step choice, Findings findings) {
    Set<String> conditions = new HashSet<>();
    Step always = null;
    for (Step branch : choice.children()) {
      if (branch.isDisabled()) {
        continue;
      }
      if (always != null) {
        add(
            branch,
            "the condition of the branch in line " + always.place().line() + " is always true",
            findings);
        return;
      }
      String condition = branch.kind().equals("when") ? condition(branch) : null;
      if (condition != null && !conditions.add(condition)) {
        add(branch, "a branch before it has the same condition", findings);
      } else if ("false".equals(constant(branch))) {
        add(branch, "its condition is always false", findings);
      } else if (branch.kind().equals("when") && "true".equals(constant(branch))) {
        always = branch;
      }
    }
  }

  private static @Nullable String condition(Step branch) {
    List<Expressions.Expression> found = Expressions.of(branch);
    return found.isEmpty()
        ? null
        : found.get(0).language() + " " + String.valueOf(found.get(0).text().text()).strip();
  }

  /** The condition of a branch or a filter where it is the constant true or false. */
  private static @Nullable String constant(Step step) {
    List<Expressions.Expression> found = Expressions.of(step);
    String language = found.isEmpty() ? "" : found.get(0).language();
    return Set.of("constant", "simple").contains(language)
        ? String.valueOf(found.get(0).text().text()).strip()
        : null;
  }

  private static void add(Step step, String reason, Findings findings) {
    findings.add(
        UNREACHABLE_STEP,
        step.place(),
        step.where(),
        "no event reaches the step: " + reason,
        "move the step, or remove what ends the way before it");
  }
}
