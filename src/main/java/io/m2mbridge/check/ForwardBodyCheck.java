package io.m2mbridge.check;

import io.m2mbridge.check.BodyState.Body;
import io.m2mbridge.check.BodyState.Step;
import io.m2mbridge.check.Recipients.Order;
import io.m2mbridge.dispatch.OutsideOncePolicy;
import io.m2mbridge.outbound.ForwardBody;
import io.m2mbridge.settings.OlderClassNames;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.InterceptSendToEndpointDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Finds steps that change the body before a forward. A forward sends the event as it was stored, so
 * a site that masks an event by such a step would send it unmasked after an upgrade. A call whose
 * answer becomes the body isn't such a step, and neither is a step that changes such an answer.
 *
 * <p>The check follows each event on every possible path to the step of event-forward that chooses
 * the body. A site's own event-forward without that step sends the body, as before.
 */
final class ForwardBodyCheck {
  private static final String ORIGINAL = "UseOriginalAggregationStrategy";

  private final CamelContext context;
  private final ComponentLabels labels;
  private final RouteInputs inputs;
  private final SendInterceptors interceptors;
  private final Set<InterceptSendToEndpointDefinition> intercepting = new HashSet<>();
  private final Deque<RouteDefinition> callPath = new ArrayDeque<>();
  private final Set<Step> changed = new LinkedHashSet<>();

  /**
   * Creates a check of these routes.
   *
   * @param name returns a URI without its options
   */
  ForwardBodyCheck(
      CamelContext context, List<RouteDefinition> routes, Function<String, String> name) {
    this.context = context;
    this.labels = new ComponentLabels(context);
    this.inputs = new RouteInputs(routes, name);
    this.interceptors = new SendInterceptors(context, routes);
  }

  List<String> mistakes() {
    inputs.forEach(
        (input, route) -> {
          if (EventRoutes.isFirst(input, route)) {
            follow(route, BodyState.EVENT);
          }
        });
    return changed.stream().map(Step::sentence).toList();
  }

  private @Nullable BodyState follow(RouteDefinition route, BodyState state) {
    if (callPath.contains(route)) {
      return state;
    }
    callPath.push(route);
    BodyState after = follow(route.getOutputs(), state);
    callPath.pop();
    return after;
  }

  /** Returns the state after the steps, or null if no path continues after them. */
  private @Nullable BodyState follow(
      List<ProcessorDefinition<?>> steps, @Nullable BodyState state) {
    BodyState now = state;
    for (ProcessorDefinition<?> step : steps) {
      if (now == null) {
        return null;
      }
      // Abstract steps, such as onException, are not on an event's path.
      if (!isDisabled(step) && !step.isAbstract()) {
        now = after(step, now);
      }
    }
    return now;
  }

  private boolean isDisabled(ProcessorDefinition<?> step) {
    String disabled = step.getDisabled();
    return disabled != null
        && Boolean.parseBoolean(context.resolvePropertyPlaceholders(disabled).strip());
  }

  private @Nullable BodyState after(ProcessorDefinition<?> step, BodyState now) {
    if (step instanceof StopDefinition
        || step instanceof ThrowExceptionDefinition
        || step instanceof RollbackDefinition) {
      return null;
    }
    if (step instanceof ChoiceDefinition choice) {
      return afterChoice(choice, now);
    }
    if (step instanceof TryDefinition attempt) {
      return afterTry(attempt, now);
    }
    if (step instanceof FilterDefinition
        || step instanceof IdempotentConsumerDefinition
        || step instanceof LoopDefinition) {
      return BodyState.either(now, follow(step.getOutputs(), now));
    }
    if (step instanceof MulticastDefinition multicast) {
      return afterCopies(
          multicast, multicast.getAggregationStrategy(), lastCopy(multicast, now), now);
    }
    if (step instanceof SplitDefinition split) {
      follow(split.getOutputs(), made(split, now));
      return afterCopies(split, split.getAggregationStrategy(), now, now);
    }
    if (step instanceof AggregateDefinition) {
      follow(step.getOutputs(), made(step, now));
      return null; // the aggregated exchange is another one
    }
    if (step instanceof WireTapDefinition) {
      return now;
    }
    if (step instanceof SetBodyDefinition set) {
      Body value = now.value(set.getExpression());
      return value == null ? made(set, now) : now.with(value);
    }
    BodyState kept = BodyKeeping.after(step, now);
    if (kept != null) {
      return kept;
    }
    if (step instanceof PolicyDefinition policy) {
      BodyState inside = follow(policy.getOutputs(), now);
      // The policy outside-once restores the body.
      return inside != null && OutsideOncePolicy.NAME.equals(policy.getRef())
          ? inside.with(now.body())
          : inside;
    }
    return step.getOutputs().isEmpty() ? afterCall(step, now) : follow(step.getOutputs(), now);
  }

  private @Nullable BodyState afterChoice(ChoiceDefinition choice, BodyState now) {
    BodyState after =
        choice.getOtherwise() == null ? now : follow(choice.getOtherwise().getOutputs(), now);
    for (WhenDefinition when : choice.getWhenClauses()) {
      after = BodyState.either(after, follow(when.getOutputs(), now));
    }
    return after;
  }

  /**
   * Returns the state after doTry. A step in it may have failed before or after it changed the
   * body.
   */
  private @Nullable BodyState afterTry(TryDefinition attempt, BodyState now) {
    BodyState tried = follow(attempt.getOutputsWithoutCatches(), now);
    BodyState after = tried;
    for (CatchDefinition caught : attempt.getCatchClauses()) {
      after = BodyState.either(after, follow(caught.getOutputs(), BodyState.either(now, tried)));
    }
    return attempt.getFinallyClause() == null
        ? after
        : follow(attempt.getFinallyClause().getOutputs(), after);
  }

  /** Returns the state after a multicast without a strategy, where the last copy continues. */
  private @Nullable BodyState lastCopy(MulticastDefinition multicast, BodyState now) {
    BodyState after = null;
    for (ProcessorDefinition<?> each : multicast.getOutputs()) {
      after = BodyState.either(after, follow(List.of(each), now));
    }
    return after;
  }

  /** Returns the state after copies. An aggregation strategy may produce another body from them. */
  private @Nullable BodyState afterCopies(
      ProcessorDefinition<?> step,
      @Nullable String strategy,
      @Nullable BodyState withoutStrategy,
      BodyState now) {
    if (strategy == null) {
      return withoutStrategy;
    }
    return strategy.contains(ORIGINAL) ? now : made(step, now);
  }

  private @Nullable BodyState afterCall(ProcessorDefinition<?> step, BodyState now) {
    if (step instanceof BeanDefinition bean
        && OlderClassNames.isNameOf(ForwardBody.class, bean.getBeanType())) {
      // If the event isn't forwarded, no endpoint receives unmasked data.
      if (!EventRoutes.goNowhere(context, callPath)) {
        changed.addAll(now.body().makers());
      }
      return now;
    }
    Recipients recipients =
        Recipients.of(step, inputs.names(), context::resolvePropertyPlaceholders);
    BodyState after =
        recipients == null
            ? after(step, BodyEffect.of(context, step), now)
            : afterSend(step, recipients, now);
    if (after == null) {
      return null;
    }
    String received = BodyEffect.variableReceive(step);
    after = received == null ? after : after.with(now.body());
    if (step instanceof RecipientListDefinition<?> list && list.getAggregationStrategy() != null) {
      after = made(step, after);
    }
    return ForwardBody.VARIABLE.equals(received) ? after.withForwardBody() : after;
  }

  private BodyState after(ProcessorDefinition<?> step, BodyEffect effect, BodyState now) {
    return switch (effect) {
      case NONE -> now;
      case ANSWERS -> now.with(Body.ANSWER);
      case CONVERTS -> now.body().isAnswer() ? now : made(step, now);
      case MAKES -> made(step, now);
    };
  }

  private @Nullable BodyState afterSend(
      ProcessorDefinition<?> step, Recipients recipients, BodyState now) {
    if (recipients.order() == Order.IN_TURN) {
      BodyState after = now;
      for (String uri : recipients.uris()) {
        after = after == null ? null : afterSend(step, uri, after);
      }
      return after;
    }
    BodyState after = recipients.order() == Order.PERHAPS ? now : null;
    for (String uri : recipients.uris()) {
      after = BodyState.either(after, afterSend(step, uri, now));
    }
    return after;
  }

  private @Nullable BodyState afterSend(ProcessorDefinition<?> step, String uri, BodyState now) {
    String called = inputs.name(uri);
    BodyState after = now;
    for (InterceptSendToEndpointDefinition intercept : interceptors.of(called)) {
      if (!intercepting.add(intercept)) {
        continue; // the interceptor itself sends to this endpoint
      }
      BodyState intercepted = follow(intercept.getOutputs(), after);
      intercepting.remove(intercept);
      after = intercept.getOnWhen() == null ? intercepted : BodyState.either(after, intercepted);
      if (after == null || "true".equals(intercept.getSkipSendToOriginalEndpoint())) {
        return after;
      }
    }
    RouteDefinition route = inputs.route(called);
    return route == null
        ? after(step, BodyEffect.ofEndpoint(labels, uri), after)
        : follow(route, sent(step, after));
  }

  /** Returns the state with the body that the called route receives. */
  private static BodyState sent(ProcessorDefinition<?> step, BodyState now) {
    boolean sendsVariable = step instanceof ToDefinition to && to.getVariableSend() != null;
    return sendsVariable ? now.with(Body.ANSWER) : now;
  }

  private BodyState made(ProcessorDefinition<?> step, BodyState now) {
    return now.with(new Body(Set.of(new Step(callPath.element().getRouteId(), step)), false));
  }
}
