package io.m2mbridge;

import io.m2mbridge.delivery.OutsideOncePolicy;
import java.util.List;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/**
 * The steps {@code policy} with {@code ref: outside-once}, whose ids are the names of the calls.
 */
final class OutsideOnceCheck {
  private OutsideOnceCheck() {}

  static List<String> mistakes(List<RouteDefinition> routes) {
    return routes.stream()
        .filter(OutsideOnceCheck::hasOneWithoutId)
        .map(
            route ->
                "A step policy with ref: outside-once in the route "
                    + route.getRouteId()
                    + " has no id: give it one, for a call is remembered by it.")
        .toList();
  }

  private static boolean hasOneWithoutId(RouteDefinition route) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), PolicyDefinition.class)
        .stream()
        .anyMatch(
            policy ->
                OutsideOncePolicy.NAME.equals(policy.getRef()) && !policy.hasCustomIdAssigned());
  }
}
