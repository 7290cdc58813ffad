package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.Condition.Truth;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A condition that was changed may turn an exchange away from the step that it needs. */
final class NeededWayRule implements Rule {
  private static final Set<String> ENDS = Set.of("stop", "throwException", "rollback");

  @Override
  public void check(Site site, Findings findings) {
    Set<Step> told = new HashSet<>();
    for (NeededWay needed : NeededWay.ALL) {
      Route route = SiteRoutes.of(site).route(needed.route());
      // A step that isn't there at all is another finding.
      if (route != null && route.allSteps().anyMatch(step -> is(step, needed))) {
        Walk walk = new Walk(SiteRoutes.of(site), needed);
        walk.steps(route.steps());
        Step turn = walk.turn;
        if (!walk.isReached && turn != null && told.add(turn)) {
          add(turn, needed, findings);
        }
      }
    }
  }

  private static void add(Step turn, NeededWay needed, Findings findings) {
    List<String> values = new ArrayList<>();
    needed.values().forEach((name, value) -> values.add(name + " '" + value + "'"));
    values.sort(String::compareTo);
    findings.add(
        STEP_MISSING,
        turn.place(),
        turn.where(),
        "the condition turns an exchange with "
            + String.join(" and ", values)
            + " away, so that "
            + needed.without(),
        "write it as routes/" + needed.route() + ".camel.yaml of the release has it");
  }

  /** Whether a step is the one that is needed, also in the branch of another value. */
  private static boolean is(Step step, NeededWay needed) {
    Call call = step.call();
    String target = needed.target();
    if (target.startsWith("kind:")) {
      return target.equals("kind:" + step.kind());
    }
    return call != null
        && (target.startsWith("{{")
            ? call.uri().startsWith(target)
            : (call.scheme() + ":" + call.path()).matches("(direct|seda):(//)?" + target));
  }

  /** Follows the conditions with the values, until the step or an end. */
  private static final class Walk {
    private final SiteRoutes routes;
    private final NeededWay needed;
    private boolean isReached;
    private @Nullable Step turn;

    Walk(SiteRoutes routes, NeededWay needed) {
      this.routes = routes;
      this.needed = needed;
    }

    /** Returns whether the exchange certainly goes no further. */
    boolean steps(List<Step> steps) {
      for (Step step : routes.steps(steps)) {
        if (isReached || step(step)) {
          return true;
        }
      }
      return false;
    }

    private boolean step(Step step) {
      isReached |= is(step, needed);
      return switch (step.kind()) {
        case "choice" -> choice(step);
        case "filter" -> {
          Truth truth = condition(step);
          boolean ends = truth != Truth.FALSE && steps(step.children()) && truth == Truth.TRUE;
          turn = ends && !isReached ? step : turn;
          yield ends;
        }
        default -> ENDS.contains(step.kind()) || (steps(step.children()) && isReached);
      };
    }

    private boolean choice(Step choice) {
      for (Step branch : routes.steps(choice.children())) {
        Truth truth = branch.kind().equals("when") ? condition(branch) : Truth.TRUE;
        boolean ends = truth != Truth.FALSE && steps(branch.children());
        if (truth == Truth.TRUE) {
          turn = branch.kind().equals("when") ? branch : turn;
          return ends;
        }
      }
      return false;
    }

    private Truth condition(Step step) {
      Truth truth = routes.condition(step, this::value);
      if (truth == Truth.FALSE && turn == null && within(step)) {
        turn = step;
      }
      return truth;
    }

    private boolean within(Step step) {
      return step.descendants().anyMatch(each -> is(each, needed));
    }

    private @Nullable String value(String function) {
      return needed.values().get(function.replaceFirst("^variables?[.:]", ""));
    }
  }
}
