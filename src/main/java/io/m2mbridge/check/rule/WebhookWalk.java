package io.m2mbridge.check.rule;

import io.m2mbridge.check.rule.Condition.Truth;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way of a webhook through a route and those that it calls, with what is certain before each
 * step. What a branch does is certain after it only if all branches do it.
 */
final class WebhookWalk {
  private static final Set<String> MAYBE =
      Set.of("filter", "loop", "split", "idempotentConsumer", "circuitBreaker", "intercept");
  private static final Set<String> ENDS = Set.of("stop", "throwException", "rollback");
  private static final String SIGNATURE_CLASSES =
      ".*(SignatureException|\\.Exception|\\.Throwable)";

  /** What has certainly happened before a step. */
  record State(
      boolean verified,
      boolean read,
      boolean stored,
      boolean first,
      boolean statusSet,
      boolean answered,
      boolean ended) {
    static final State NEW = new State(false, false, false, false, false, false, false);

    State and(State other) {
      if (ended || other.ended) {
        return ended ? other : this;
      }
      return new State(
          verified && other.verified,
          read && other.read,
          stored && other.stored,
          first && other.first,
          statusSet && other.statusSet,
          answered && other.answered,
          false);
    }

    State verifiedIf(boolean value) {
      return new State(value, read, stored, first, statusSet, answered, ended);
    }

    State afterFirst() {
      return new State(verified, read, stored, true, statusSet, answered, ended);
    }

    State over() {
      return new State(verified, read, stored, first, statusSet, answered, true);
    }
  }

  /**
   * A step on the way.
   *
   * @param top the step in the first route that leads to it, or the step itself
   * @param path the routes that were called, the last first
   * @param excludesDuplicates whether it is in a branch for first deliveries
   */
  record Visit(Step step, State before, Step top, List<Route> path, boolean excludesDuplicates) {}

  private final SiteRoutes routes;
  private final List<Visit> visits = new ArrayList<>();
  private final Deque<Route> path = new ArrayDeque<>();
  private @Nullable Step top;
  private int excluding;
  private State end = State.NEW;

  private WebhookWalk(SiteRoutes routes) {
    this.routes = routes;
  }

  /** Walks through steps and through the routes that they call. */
  static WebhookWalk through(List<Step> steps, SiteRoutes routes) {
    WebhookWalk walk = new WebhookWalk(routes);
    walk.end = walk.walk(steps, State.NEW);
    return walk;
  }

  /** The steps in the order in which they run. A step that is called twice is there twice. */
  List<Visit> visits() {
    return visits;
  }

  /** What is certain at the end. */
  State end() {
    return end;
  }

  private State walk(List<Step> steps, State before) {
    State state = before;
    for (Step step : routes.steps(steps)) {
      if (state.ended()) {
        return state;
      }
      boolean isTop = top == null;
      top = isTop ? step : top;
      state = walk(step, state);
      top = isTop ? null : top;
    }
    return state;
  }

  private State walk(Step step, State before) {
    visits.add(new Visit(step, before, top == null ? step : top, List.copyOf(path), excluding > 0));
    if (ENDS.contains(step.kind())) {
      return before.over();
    }
    return switch (step.kind()) {
      case "choice" -> choice(step, before);
      case "doTry" -> doTry(step, before);
      case "wireTap" -> before; // a copy, which goes its own way
      default -> MAYBE.contains(step.kind()) ? maybe(step, before) : plain(step, before);
    };
  }

  private State choice(Step choice, State before) {
    State after = null;
    for (Step branch : routes.steps(choice.children())) {
      boolean isWhen = branch.kind().equals("when");
      Truth truth = isWhen ? routes.condition(branch, SiteRoutes::nothing) : Truth.TRUE;
      if (truth == Truth.FALSE) {
        continue;
      }
      State taken = branch(branch, before);
      after = after == null ? taken : after.and(taken);
      if (truth == Truth.TRUE) {
        return after;
      }
    }
    return after == null ? before : after.and(before);
  }

  private State branch(Step branch, State before) {
    boolean excludes =
        branch.kind().equals("idempotentConsumer")
            || Expressions.of(branch).stream()
                .anyMatch(
                    each -> String.valueOf(each.text().text()).contains("CamelDuplicateMessage"));
    excluding += excludes ? 1 : 0;
    State after = walk(branch.children(), before);
    excluding -= excludes ? 1 : 0;
    return after;
  }

  private State maybe(Step step, State before) {
    Truth truth =
        step.kind().equals("filter") ? routes.condition(step, SiteRoutes::nothing) : Truth.UNKNOWN;
    if (truth == Truth.FALSE) {
      return before;
    }
    State inside = branch(step, before);
    State after = truth == Truth.TRUE ? inside : inside.and(before);
    return Webhook.isFirstDeliveryOnly(step) ? after.afterFirst() : after;
  }

  private State doTry(Step step, State before) {
    List<Step> body =
        step.children().stream()
            .filter(child -> !Set.of("doCatch", "doFinally").contains(child.kind()))
            .toList();
    State after = walk(body, before);
    boolean verified = after.verified();
    for (Step child : routes.steps(step.children())) {
      if (child.kind().equals("doCatch")) {
        boolean catchesSignature =
            Webhook.classes(child).stream().anyMatch(name -> name.matches(SIGNATURE_CLASSES));
        State start = before.verifiedIf(before.verified() || (verified && !catchesSignature));
        after = after.and(walk(child.children(), start));
      } else if (child.kind().equals("doFinally")) {
        walk(child.children(), before);
      }
    }
    return after;
  }

  private State plain(Step step, State before) {
    State state =
        new State(
            before.verified() || Webhook.is(step, Webhook.VERIFY),
            before.read() || Webhook.is(step, Webhook.READ),
            before.stored() || Webhook.isStore(step),
            before.first(),
            before.statusSet()
                || Webhook.statuses(step, routes).stream().anyMatch(s -> !s.isHeader()),
            before.answered()
                || Webhook.statuses(step, routes).stream().anyMatch(Webhook.Status::isHeader),
            false);
    Route called = routes.called(step);
    if (called != null && !path.contains(called)) {
      path.push(called);
      state = walk(called.steps(), state);
      path.pop();
    }
    return state.ended() ? state : walk(step.children(), state);
  }
}
