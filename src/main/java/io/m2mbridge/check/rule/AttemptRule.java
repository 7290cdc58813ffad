package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.DEPENDS_ON_ATTEMPT;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.Attempts.Limit;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Work that only the first attempts do is never done if they fail. */
final class AttemptRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    EventWays.steps(site).forEach(step -> step(site, step, findings));
  }

  private static void step(Site site, Step step, Findings findings) {
    if (step.kind().equals("filter") && Attempts.isByChance(step)) {
      chance(site, step, findings);
    } else if (step.kind().equals("filter")) {
      Limit limit = Attempts.limit(step);
      if (limit == Limit.LATER) {
        ending(site, step, step, findings);
      } else if (!hasOther(site, step)) {
        work(site, step, limit, findings);
      }
    } else if (step.kind().equals("choice")) {
      choice(site, step, findings);
    }
  }

  /** A filter that passes some events only, and none of them by what it holds. */
  private static void chance(Site site, Step filter, Findings findings) {
    Work work = Work.of(site, filter);
    if (work.compareTo(Work.CALL) > 0) {
      findings.add(
          DEPENDS_ON_ATTEMPT,
          filter.place(),
          filter.where(),
          "chance decides at each attempt about "
              + work.text()
              + " in this step, so that some events go without it, and count as done",
          "decide by a value of the event");
    }
  }

  private static void choice(Site site, Step choice, Findings findings) {
    List<Step> bounded = new ArrayList<>();
    List<Limit> limits = new ArrayList<>();
    Limit others = Limit.NONE;
    boolean isDoneLater = false;
    for (Step branch : choice.children()) {
      Limit own = Attempts.limit(branch);
      Limit limit = own == Limit.NONE ? others : own;
      if (limit == Limit.FIRST || limit == Limit.ONE) {
        bounded.add(branch);
        limits.add(limit);
      } else {
        isDoneLater |= Work.of(site, branch) != Work.NONE;
        if (limit == Limit.LATER) {
          ending(site, choice, branch, findings);
          others = Limit.FIRST;
        }
      }
    }
    if (!isDoneLater) {
      for (int i = 0; i < bounded.size(); i++) {
        work(site, bounded.get(i), limits.get(i), findings);
      }
    }
  }

  /** Whether another filter of the route does the work of the later attempts. */
  private static boolean hasOther(Site site, Step filter) {
    return filter
        .route()
        .allSteps()
        .filter(step -> step.kind().equals("filter") && step != filter)
        .anyMatch(step -> Attempts.limit(step) == Limit.LATER && Work.of(site, step) != Work.NONE);
  }

  private static void work(Site site, Step branch, Limit limit, Findings findings) {
    Work work = Work.of(site, branch);
    // A message at a certain later attempt is an escalation, which may be meant.
    boolean isLost =
        limit == Limit.FIRST
            ? work != Work.NONE
            : limit == Limit.ONE && work.compareTo(Work.CALL) > 0;
    if (isLost) {
      findings.add(
          DEPENDS_ON_ATTEMPT,
          branch.place(),
          branch.where(),
          "only the first attempts of an event do "
              + work.text()
              + " in this step, so that it is never done if they fail, and the event counts as done",
          "remove the condition on the attempt: effects-once and outside-once skip what is done");
    }
  }

  /** What ends the later attempts skips what comes after it. */
  private static void ending(Site site, Step step, Step branch, Findings findings) {
    Work skipped = after(site, step);
    boolean ends =
        branch.children().stream()
            .anyMatch(child -> child.kind().equals("stop") && !child.isDisabled());
    if (ends && skipped != Work.NONE && Work.of(site, branch) == Work.NONE) {
      findings.add(
          DEPENDS_ON_ATTEMPT,
          branch.place(),
          branch.where(),
          "the stop ends each later attempt of an event before "
              + skipped.text()
              + ", so that it is never done if the first attempt fails, and the event counts as"
              + " done",
          "remove the stop: effects-once and outside-once skip what is done");
    }
  }

  /** The most important work of the steps after one, in its route. */
  private static Work after(Site site, Step step) {
    Work most = Work.NONE;
    for (@Nullable Step at = step; at != null; at = at.parent()) {
      Step parent = at.parent();
      List<Step> siblings = parent == null ? at.route().steps() : parent.children();
      for (Step next : siblings.subList(siblings.indexOf(at) + 1, siblings.size())) {
        Work work = Attempts.isBranch(next) ? Work.NONE : Work.withIt(site, next);
        most = work.compareTo(most) > 0 ? work : most;
      }
    }
    return most;
  }
}
