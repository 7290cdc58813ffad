package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.REPEATED_CALL;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A call that succeeded is repeated with its event, unless a policy of its own remembers it. */
final class RepeatedCallRule implements Rule {
  /** Steps that run some of their own steps only. */
  private static final Set<String> ALTERNATIVES = Set.of("choice", "loadBalance");

  /** Steps whose own steps run once for each part. */
  private static final Set<String> TURNS = Set.of("split", "loop");

  private static final Set<String> HANDLERS = Set.of("doCatch", "onFallback");
  private static final Set<String> FILES = Set.of("file", "ftp", "ftps", "sftp", "smb");

  /** Methods that may be repeated: HTTP says so, and the receiver must keep to it. */
  private static final Set<String> REPEATABLE = Set.of("GET", "PUT", "DELETE", "HEAD");

  private static final Pattern KEY =
      Pattern.compile("(?i).*(idempoten|event-?_?key|dedup|_AMQ_DUPL_ID|request-?id).*");

  @Override
  public void check(Site site, Findings findings) {
    if (EventWays.usesDatabase(site)) {
      site.routes()
          .filter(route -> isOfEvent(site, route))
          .forEach(route -> new Walk(site, findings).steps(route.steps(), null, false));
    }
  }

  /** Whether a dispatcher calls the route, which may be of an event that M2M adds. */
  private static boolean isOfEvent(Site site, Route route) {
    return EventWays.event(route) != null
        || RouteGraph.of(site).callers(route).stream()
            .anyMatch(step -> Spine.isDispatcher(step.route()));
  }

  /** Follows the calls of an event in the order in which they are made. */
  private static final class Walk {
    private final Site site;
    private final RouteGraph graph;
    private final Findings findings;
    private final Set<Route> path = new HashSet<>();

    Walk(Site site, Findings findings) {
      this.site = site;
      this.graph = RouteGraph.of(site);
      this.findings = findings;
    }

    /**
     * Follows steps.
     *
     * @param before the first call before them that nothing remembers; null if there is none
     * @param isTold whether a policy around them says that each call counts
     * @return the same after them
     */
    @Nullable Step steps(List<Step> steps, @Nullable Step before, boolean isTold) {
      Step pending = before;
      for (Step step : steps) {
        if (!step.isDisabled() && !HANDLERS.contains(step.kind())) {
          pending = step(step, pending, isTold);
        }
      }
      return pending;
    }

    private @Nullable Step step(Step step, @Nullable Step pending, boolean isTold) {
      if (ALTERNATIVES.contains(step.kind())) {
        return branches(step, pending, isTold);
      }
      if (Policies.ref(step).equals(Policies.OUTSIDE_ONCE)) {
        if (pending != null && step.descendants().anyMatch(this::mayCall)) {
          repeated(pending, step, findings);
        }
        steps(step.children(), null, true);
        return pending;
      }
      Route called = graph.called(step);
      if (called != null && !isForward(step)) {
        return EventWays.isAside(called) ? pending : called(called, pending, isTold);
      }
      if (isCall(step)) {
        if (isForward(step) && !isTold) {
          unnoted(step, findings);
        }
        if (pending != null && !isFile(step)) {
          repeated(pending, step, findings);
        }
        return pending != null || !isRepeated(step, isTold) ? pending : step;
      }
      return parts(step, pending, isTold);
    }

    private @Nullable Step branches(Step choice, @Nullable Step pending, boolean isTold) {
      Step after = pending;
      for (Step branch : choice.children()) {
        List<Step> alternative = Ends.isBranch(branch) ? branch.children() : List.of(branch);
        Step one = steps(alternative, pending, isTold);
        after = after == null ? one : after;
      }
      return after;
    }

    private @Nullable Step called(Route called, @Nullable Step pending, boolean isTold) {
      if (!path.add(called)) {
        return pending;
      }
      Step after = steps(called.steps(), pending, isTold);
      path.remove(called);
      return after;
    }

    private @Nullable Step parts(Step step, @Nullable Step pending, boolean isTold) {
      Step after = steps(step.children(), pending, isTold);
      if (pending == null && after != null && TURNS.contains(step.kind())) {
        repeated(after, step, findings);
      }
      return after;
    }

    private boolean isForward(Step step) {
      Call call = step.call();
      return call != null && EventWays.FORWARD.equals(call.direct());
    }

    /** Whether a step of a policy calls, or another route does for it. */
    private boolean mayCall(Step step) {
      return isCall(step) || (graph.called(step) != null && !isForward(step));
    }

    private boolean isCall(Step step) {
      return isForward(step)
          ? ForwardMissingRule.isSet(site, step.route())
          : step.call() != null
              && !step.kind().equals("wireTap")
              && Work.withIt(site, step) == Work.CALL;
    }

    /** Whether it writes to a disk, which seldom fails. */
    private boolean isFile(Step step) {
      Call call = SiteRoutes.of(site).call(step);
      return call != null && call.scheme().equals("file");
    }

    /** Whether another attempt does harm, as far as the files show. */
    private boolean isRepeated(Step step, boolean isTold) {
      Call call = SiteRoutes.of(site).call(step);
      if (call == null || isForward(step)) {
        return isTold;
      }
      String method = call.options().getOrDefault("httpMethod", "");
      boolean isSame =
          FILES.contains(call.scheme())
              && !"Append".equalsIgnoreCase(call.options().get("fileExist"));
      return !isSame && !REPEATABLE.contains(method) && (isTold || !hasKey(step, call));
    }

    /** Whether the call passes a key on, by which the receiver knows a copy. */
    private static boolean hasKey(Step step, Call call) {
      return KEY.matcher(call.uri() + call.options()).matches()
          || step.route()
              .allSteps()
              .takeWhile(each -> each != step)
              .filter(each -> each.kind().startsWith("set"))
              .flatMap(Changing::assignments)
              .anyMatch(each -> KEY.matcher(String.valueOf(each.text("name"))).matches());
    }
  }

  private static void repeated(Step call, Step later, Findings findings) {
    boolean isTurn = later.descendants().anyMatch(step -> step == call);
    findings.add(
        REPEATED_CALL,
        call.place(),
        call.where(),
        isTurn
            ? "each part of the "
                + later.kind()
                + " makes the call, and all are repeated if one fails"
            : "the call is repeated each time that " + name(later) + " after it fails",
        "put the call into a step policy of its own, with an id and ref: outside-once");
  }

  private static void unnoted(Step forward, Findings findings) {
    findings.add(
        REPEATED_CALL,
        forward.place(),
        forward.where(),
        "nothing notes that the forward succeeded, so that each later attempt of the event sends it"
            + " again",
        "put the forward into a step policy of its own, with an id and ref: outside-once");
  }

  private static String name(Step step) {
    String id = step.id();
    return id == null
        ? "the step " + step.kind() + " in line " + step.place().line()
        : "the step " + id;
  }
}
