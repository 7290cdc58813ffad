package io.m2mbridge;

import io.m2mbridge.delivery.Inbox;
import io.m2mbridge.delivery.OutsideOncePolicy;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/** The steps {@code policy} with {@code ref: outside-once}, and the bean that they name. */
final class OutsideOnceCheck {
  private static final String WITHOUT_BEAN =
      "The routes need the bean outside-once, which routes/beans.camel.yaml lacks: copy it from the"
          + " beans.camel.yaml that comes with this version.";

  private OutsideOnceCheck() {}

  /** Makes the bean where a site's copy of the beans is older than it. */
  static void provideBean(CamelContext context) {
    Inbox inbox = context.getRegistry().findSingleByType(Inbox.class);
    if (inbox != null && !isThere(context)) {
      context.getRegistry().bind(OutsideOncePolicy.NAME, new OutsideOncePolicy(inbox));
    }
  }

  static List<String> mistakes(CamelContext context, List<RouteDefinition> routes) {
    boolean isThere = isThere(context);
    return routes.stream()
        .flatMap(
            route ->
                policies(route)
                    .filter(policy -> !isThere || !policy.hasCustomIdAssigned())
                    .map(policy -> isThere ? withoutId(route) : WITHOUT_BEAN))
        .distinct()
        .toList();
  }

  private static Stream<PolicyDefinition> policies(RouteDefinition route) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), PolicyDefinition.class)
        .stream()
        .filter(policy -> OutsideOncePolicy.NAME.equals(policy.getRef()));
  }

  private static boolean isThere(CamelContext context) {
    return context.getRegistry().lookupByName(OutsideOncePolicy.NAME) != null;
  }

  private static String withoutId(RouteDefinition route) {
    return "A step policy with ref: outside-once in the route "
        + route.getRouteId()
        + " has no id: give it one, for a call is remembered by it.";
  }
}
