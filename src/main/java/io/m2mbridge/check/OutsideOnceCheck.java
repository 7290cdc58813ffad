package io.m2mbridge.check;

import io.m2mbridge.dispatch.OutsideOncePolicy;
import java.util.List;
import java.util.Optional;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;

/**
 * Checks the steps {@code policy} with {@code ref: outside-once}. A call is recorded by the id of
 * its step, so each needs an id of its own.
 */
final class OutsideOnceCheck {
  private OutsideOnceCheck() {}

  static List<String> mistakes(List<RouteDefinition> routes) {
    return routes.stream()
        .flatMap(
            route ->
                ProcessorDefinitionHelper.filterTypeInOutputs(
                        route.getOutputs(), PolicyDefinition.class)
                    .stream()
                    .filter(policy -> OutsideOncePolicy.NAME.equals(policy.getRef()))
                    .flatMap(policy -> mistake(route, policy).stream()))
        .distinct()
        .toList();
  }

  private static Optional<String> mistake(RouteDefinition route, PolicyDefinition policy) {
    String step = "A step policy with ref: outside-once in the route " + route.getRouteId();
    if (!policy.hasCustomIdAssigned()) {
      return Optional.of(step + " has no id: give it one, because a call is recorded by it.");
    }
    return isWithinTwo(policy, LoopDefinition.class) || isWithinTwo(policy, SplitDefinition.class)
        ? Optional.of(
            step
                + " is in a loop within a loop, or in a split within a split, whose calls can't be"
                + " distinguished: put the inner one inside the policy.")
        : Optional.empty();
  }

  private static boolean isWithinTwo(PolicyDefinition policy, Class<?> type) {
    int found = 0;
    for (ProcessorDefinition<?> at = policy.getParent(); at != null; at = at.getParent()) {
      found += type.isInstance(at) ? 1 : 0;
    }
    return found > 1;
  }
}
