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
  @Override
  public void check(Site site, Findings findings) {
    Ends ends = new Ends(site);
    site.routes()
        .forEach(
            route -> {
              afterEnd(ends, route.steps(), findings);
              route.allSteps().forEach(step -> step(site, ends, step, findings));
            });
    site.configurations()
        .flatMap(Route::allSteps)
        .forEach(step -> step(site, ends, step, findings));
  }

  private static void step(Site site, Ends ends, Step step, Findings findings) {
    if (!step.kind().equals("multicast")) {
      afterEnd(ends, step.children(), findings);
    }
    if (step.kind().equals("filter") && isNever(site, ends, step)) {
      step.children().stream()
          .findFirst()
          .ifPresent(first -> add(first, "the condition of the filter is always false", findings));
    } else if (step.kind().equals("choice") && !Spine.isDispatcher(step.route())) {
      branches(step, findings); // DispatchRule looks at the branches of a dispatcher
    }
  }

  private static void afterEnd(Ends ends, List<Step> steps, Findings findings) {
    Step ended = null;
    for (Step step : steps) {
      if (step.isDisabled() || Ends.isBranch(step)) {
        continue;
      }
      if (ended != null) {
        add(step, ends.reason(ended), findings);
        return;
      }
      ended = ends.with(step) ? step : null;
    }
  }

  /** Whether no event passes a filter. */
  private static boolean isNever(Site site, Ends ends, Step filter) {
    return "false".equals(constant(filter))
        || (ends.certainty().isNever(filter) && Work.of(site, filter) != Work.NONE);
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
