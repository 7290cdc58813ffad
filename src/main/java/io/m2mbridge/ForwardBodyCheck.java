package io.m2mbridge;

import io.m2mbridge.BodyState.Body;
import io.m2mbridge.BodyState.Step;
import io.m2mbridge.delivery.ForwardBody;
import io.m2mbridge.delivery.OutsideOncePolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ClaimCheckDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Whether a step changes the body before a forward, which sends the event as it was stored: a site
 * that masks an event so would send it unmasked after an upgrade. A call whose answer happens to
 * become the body is none of these, nor is what a step does to such an answer.
 *
 * <p>It follows each event on every way that it can take up to the step of event-forward that
 * chooses the body. A site's own event-forward without that step sends the body, as it always did.
 */
final class ForwardBodyCheck {
  private static final String EVENT_ROUTE = "event-";
  private static final String ORIGINAL = "UseOriginalAggregationStrategy";

  private final CamelContext context;
  private final Function<String, String> name;
  private final Map<String, RouteDefinition> byInput;
  private final Deque<RouteDefinition> way = new ArrayDeque<>();
  private final Set<Step> changed = new LinkedHashSet<>();

  /**
   * @param name gives a URI without its options
   */
  ForwardBodyCheck(
      CamelContext context, List<RouteDefinition> routes, Function<String, String> name) {
    this.context = context;
    this.name = name;
    this.byInput =
        routes.stream()
            .collect(
                Collectors.toMap(
                    route -> input(route), Function.identity(), (first, second) -> first));
  }

  private String input(RouteDefinition route) {
    try {
      return name.apply(route.getInput().getEndpointUri());
    } catch (IllegalArgumentException e) {
      return "template:" + route.getRouteId();
    }
  }

  List<String> mistakes() {
    byInput.forEach(
        (input, route) -> {
          if (input.startsWith("m2m-deliveries:")
              || isEventRoute(route)
              || "webhook-receive".equals(route.getRouteId())) {
            follow(route, BodyState.EVENT);
          }
        });
    return changed.stream().map(Step::sentence).toList();
  }

  private static boolean isEventRoute(RouteDefinition route) {
    String id = route.getRouteId();
    return id != null
        && id.startsWith(EVENT_ROUTE)
        && SettingsCheck.EVENTS.contains(id.substring(EVENT_ROUTE.length()));
  }

  private @Nullable BodyState follow(RouteDefinition route, BodyState state) {
    if (way.contains(route)) {
      return state;
    }
    way.push(route);
    BodyState after = follow(route.getOutputs(), state);
    way.pop();
    return after;
  }

  /** Null where none of the ways goes on behind the steps. */
  private @Nullable BodyState follow(
      List<ProcessorDefinition<?>> steps, @Nullable BodyState state) {
    BodyState now = state;
    for (ProcessorDefinition<?> step : steps) {
      if (now == null) {
        return null;
      }
      // What is abstract, an onException say, is on no event's way.
      if (!"true".equals(step.getDisabled()) && !step.isAbstract()) {
        now = after(step, now);
      }
    }
    return now;
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
    if (step instanceof MulticastDefinition || step instanceof SplitDefinition) {
      return afterCopies(step, now);
    }
    if (step instanceof AggregateDefinition) {
      follow(step.getOutputs(), made(step, now));
      return null; // what goes on is another exchange
    }
    if (step instanceof WireTapDefinition) {
      return now;
    }
    if (step instanceof SetVariableDefinition set) {
      return now.after(set);
    }
    if (step instanceof SetVariablesDefinition set) {
      BodyState all = now;
      for (SetVariableDefinition each : set.getVariables()) {
        all = all.after(each);
      }
      return all;
    }
    if (step instanceof SetBodyDefinition set) {
      return afterSet(set, now);
    }
    if (step instanceof ClaimCheckDefinition claim) {
      return now.after(claim);
    }
    if (step instanceof PolicyDefinition policy) {
      BodyState inside = follow(policy.getOutputs(), now);
      // It gives the body back.
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

  /** A step of it may have failed before or after it changed something. */
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

  /** The event goes on unless a strategy makes another body of what the copies have come to. */
  private BodyState afterCopies(ProcessorDefinition<?> step, BodyState now) {
    String strategy;
    if (step instanceof MulticastDefinition multicast) {
      step.getOutputs().forEach(each -> follow(List.of(each), now));
      strategy = multicast.getAggregationStrategy();
    } else {
      follow(step.getOutputs(), made(step, now));
      strategy = ((SplitDefinition) step).getAggregationStrategy();
    }
    return strategy == null || strategy.contains(ORIGINAL) ? now : made(step, now);
  }

  private BodyState afterSet(SetBodyDefinition set, BodyState now) {
    String text = set.getExpression().getExpression();
    if (text.matches("\\$\\{body(As\\([^)]*\\))?\\}")) {
      return now;
    }
    String variable =
        "variable".equals(set.getExpression().getLanguage())
            ? text
            : text.replaceFirst("^\\$\\{variable\\.([^.\\[\\]{}]+)\\}$", "$1");
    Body kept = now.kept().get("variable:" + variable);
    return kept == null ? made(set, now) : now.with(kept);
  }

  private @Nullable BodyState afterCall(ProcessorDefinition<?> step, BodyState now) {
    if (step instanceof BeanDefinition bean
        && ForwardBody.class.getName().equals(bean.getBeanType())) {
      forwarded(now);
      return now;
    }
    String received = BodyEffect.variableReceive(step);
    RouteDefinition called = called(step);
    BodyState after = now;
    if (called != null) {
      after = follow(called, sent(step, now));
      if (after == null) {
        return null;
      }
      after = received == null ? after : after.with(now.body());
    } else {
      after =
          switch (BodyEffect.of(context, step)) {
            case NONE -> now;
            case ANSWERS -> now.with(Body.ANSWER);
            case CONVERTS -> now.body().isAnswer() ? now : made(step, now);
            case MAKES -> made(step, now);
          };
    }
    if (step instanceof RecipientListDefinition<?> list && list.getAggregationStrategy() != null) {
      after = made(step, after);
    }
    return ForwardBody.VARIABLE.equals(received) ? after.withForwardBody() : after;
  }

  private @Nullable RouteDefinition called(ProcessorDefinition<?> step) {
    if (step instanceof ToDefinition to) {
      return byInput.get(name.apply(to.getEndpointUri()));
    }
    return step instanceof ToDynamicDefinition to ? byInput.get(name.apply(to.getUri())) : null;
  }

  /** What the called route gets as its body. */
  private static BodyState sent(ProcessorDefinition<?> step, BodyState now) {
    boolean sendsVariable = step instanceof ToDefinition to && to.getVariableSend() != null;
    return sendsVariable ? now.with(Body.ANSWER) : now;
  }

  private BodyState made(ProcessorDefinition<?> step, BodyState now) {
    return now.with(new Body(Set.of(new Step(way.element().getRouteId(), step)), false));
  }

  /** Where the event goes nowhere, nobody gets what he shouldn't. */
  private void forwarded(BodyState now) {
    if (!goesNowhere()) {
      changed.addAll(now.body().makers());
    }
  }

  private boolean goesNowhere() {
    Set<String> events =
        way.stream()
            .filter(ForwardBodyCheck::isEventRoute)
            .map(route -> route.getRouteId().substring(EVENT_ROUTE.length()))
            .collect(Collectors.toSet());
    return (events.isEmpty() ? SettingsCheck.EVENTS : events)
        .stream().map(this::endpoint).allMatch(uri -> uri.matches("log:.*level=OFF.*"));
  }

  private String endpoint(String event) {
    return context.resolvePropertyPlaceholders(
        "{{m2m." + event + ".forward:{{m2m.forward.default:}}}}");
  }
}
