package io.m2mbridge.check;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.InterceptSendToEndpointDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;

/**
 * Finds the interceptors that run before a message is sent to an endpoint. An interceptor in one
 * route applies to the calls of all routes.
 */
final class SendInterceptors {
  private final CamelContext context;
  private final List<InterceptSendToEndpointDefinition> all;

  SendInterceptors(CamelContext context, Collection<RouteDefinition> routes) {
    this.context = context;
    this.all =
        Stream.concat(
                routes.stream()
                    .flatMap(route -> route.getOutputs().stream())
                    .filter(InterceptSendToEndpointDefinition.class::isInstance)
                    .map(InterceptSendToEndpointDefinition.class::cast),
                ((ModelCamelContext) context)
                    .getRouteConfigurationDefinitions().stream()
                        .filter(each -> isUsed(each.getId(), routes))
                        .flatMap(each -> each.getInterceptSendTos().stream()))
            .distinct()
            .toList();
  }

  /** Whether a route uses a configuration. A configuration without an id applies to every route. */
  private static boolean isUsed(
      @Nullable String configuration, Collection<RouteDefinition> routes) {
    return configuration == null
        || routes.stream()
            .map(RouteDefinition::getRouteConfigurationId)
            .filter(Objects::nonNull)
            .flatMap(ids -> Arrays.stream(ids.split(",", -1)))
            .anyMatch(id -> PatternHelper.matchPattern(configuration, id.strip()));
  }

  List<InterceptSendToEndpointDefinition> of(String uri) {
    return all.stream()
        .filter(
            each ->
                EndpointHelper.matchEndpoint(
                    context, uri, context.resolvePropertyPlaceholders(each.getUri())))
        .toList();
  }
}
