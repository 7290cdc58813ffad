package io.m2mbridge.check;

import io.m2mbridge.outbound.ForwardBody;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.model.ClaimCheckDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The possible content of the body at one point of an event's path through the routes.
 *
 * @param body the content; always the event if forwardBody is set
 * @param isForwardBodySet whether the variable forwardBody may be set
 * @param kept the bodies that were saved outside the message, by their place
 */
record BodyState(Body body, boolean isForwardBodySet, Map<String, Body> kept) {
  /** The body is the event as it was received. */
  static final BodyState EVENT = new BodyState(Body.EVENT, false, Map.of());

  private static final String PUSHED = "pushed:";

  /** A step and the route that contains it. */
  record Step(String routeId, ProcessorDefinition<?> definition) {
    /** Returns the error sentence for a step that changes the body. */
    String sentence() {
      String id = definition.getId();
      return (id == null ? "A step " + definition.getShortName() : "The step " + id)
          + " of the route "
          + routeId
          + " changes the body before event-forward, which sends the event as it was received: to send"
          + " the changed body, set the variable forwardBody after that step (setVariable, name:"
          + " forwardBody, simple: \"${body}\"); to send the event, move that step behind the forward.";
    }
  }

  /**
   * The content of a body.
   *
   * @param makers the steps that may have produced it; empty for the event
   * @param isAnswer whether it is the answer of a call
   */
  record Body(Set<Step> makers, boolean isAnswer) {
    static final Body EVENT = new Body(Set.of(), false);
    static final Body ANSWER = new Body(Set.of(), true);

    boolean isEvent() {
      return equals(EVENT);
    }

    private Body or(Body other) {
      Set<Step> both = new LinkedHashSet<>(makers);
      both.addAll(other.makers);
      return new Body(both, isAnswer && other.isAnswer);
    }
  }

  /**
   * Returns the state with another body. Once forwardBody is set, the body no longer matters and
   * stays.
   */
  BodyState with(Body next) {
    return isForwardBodySet ? this : new BodyState(next, false, kept);
  }

  BodyState withForwardBody() {
    return new BodyState(Body.EVENT, true, kept);
  }

  private BodyState keeping(String place, Body aside) {
    Map<String, Body> more = new HashMap<>(kept);
    more.put(place, aside);
    return new BodyState(body, isForwardBodySet, more);
  }

  private BodyState without(String place) {
    Map<String, Body> fewer = new HashMap<>(kept);
    fewer.remove(place);
    return new BodyState(body, isForwardBodySet, fewer);
  }

  /** Returns the state after a step that sets a variable, which may save the event. */
  BodyState after(SetVariableDefinition set) {
    return ForwardBody.VARIABLE.equals(set.getName())
        ? withForwardBody()
        : after(BodyPlace.variable(set.getName()), set.getExpression());
  }

  /** Returns the state after a step that sets a place to an expression's value. */
  BodyState after(String place, ExpressionDefinition expression) {
    Body value = value(expression);
    return value != null && value.isEvent() ? keeping(place, value) : without(place);
  }

  /** Returns the body that an expression gives unchanged, or null if it gives something else. */
  @Nullable Body value(ExpressionDefinition expression) {
    String place = BodyPlace.of(expression);
    if (place == null) {
      return null;
    }
    return place.equals(BodyPlace.BODY) ? body : kept.get(place);
  }

  /** Returns the state after a claim check, which saves the message or restores it. */
  BodyState after(ClaimCheckDefinition claim) {
    String operation = String.valueOf(claim.getOperation()).toLowerCase(Locale.ROOT);
    String place = "claim:" + (claim.getKey() == null ? "" : claim.getKey());
    if (operation.equals("set")) {
      return keeping(place, body);
    }
    if (operation.equals("push")) {
      return keeping(PUSHED + pushed(), body);
    }
    if (operation.equals("pop")) {
      place = PUSHED + (pushed() - 1);
    }
    BodyState back = restoresBody(claim) ? with(kept.getOrDefault(place, body)) : this;
    return operation.equals("get") ? back : back.without(place);
  }

  private long pushed() {
    return kept.keySet().stream().filter(place -> place.startsWith(PUSHED)).count();
  }

  /**
   * Whether the claim check restores the body. A filter that only excludes parts includes all
   * others.
   */
  private static boolean restoresBody(ClaimCheckDefinition claim) {
    if (claim.getFilter() == null || claim.getFilter().isBlank()) {
      return true;
    }
    List<String> parts = Arrays.stream(claim.getFilter().split(",")).map(String::strip).toList();
    return parts.contains("body")
        || parts.contains("+body")
        || (parts.stream().allMatch(part -> part.startsWith("-"))
            && !parts.contains("-body")
            && !parts.contains("--body"));
  }

  /**
   * Merges the states of two paths of which an event takes one. A path that ends earlier is null.
   * If one of them sets forwardBody, the site knows that variable, and later changes are its own
   * decision.
   */
  static @Nullable BodyState either(@Nullable BodyState one, @Nullable BodyState other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    Map<String, Body> kept = new HashMap<>(one.kept);
    kept.keySet().retainAll(other.kept.keySet());
    kept.replaceAll((place, body) -> body.or(other.kept.getOrDefault(place, body)));
    return new BodyState(
        one.body.or(other.body), one.isForwardBodySet || other.isForwardBodySet, kept);
  }
}
