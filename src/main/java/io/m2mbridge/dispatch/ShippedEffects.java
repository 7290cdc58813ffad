package io.m2mbridge.dispatch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.model.InterceptDefinition;
import org.apache.camel.model.InterceptSendToEndpointDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Tells whether a policy {@code effects-once} runs the steps that the bridge ships, and no others.
 * Only then it is known which rows they lock. The site's YAML is compared with that in the jar.
 */
final class ShippedEffects {
  private static final String DIRECT = "direct:";

  /** The configuration of the routes below. It leaves each failure to the caller. */
  private static final String FAILURES = "settle";

  /** The routes whose effects are those of one link or one operation, whose id is this field. */
  private static final Map<String, String> ID_FIELDS =
      Map.of(
          "event-link-created", "linkId",
          "event-link-opened", "linkId",
          "event-operation-created", "operationId",
          "event-operation-cancelled", "operationId",
          "event-operation-learned", "operationId");

  private final ModelCamelContext context;
  private final NamedNode policy;

  /** The field of the event's data that holds the id; null where the steps aren't as shipped. */
  private volatile @Nullable String idField;

  private volatile boolean isCompared;

  /**
   * @param policy the {@code policy} step
   */
  ShippedEffects(CamelContext context, NamedNode policy) {
    this.context = (ModelCamelContext) context;
    this.policy = policy;
  }

  /**
   * Returns whether steps of a site's run before or instead of others. An interceptor in one route
   * applies to the calls of all routes. Camel removes interceptors from the model at the start.
   */
  static boolean areIntercepted(CamelContext context) {
    ModelCamelContext model = (ModelCamelContext) context;
    return model.getRouteDefinitions().stream()
            .flatMap(route -> route.getOutputs().stream())
            .anyMatch(
                step ->
                    step instanceof InterceptDefinition
                        || step instanceof InterceptSendToEndpointDefinition)
        || model.getRouteConfigurationDefinitions().stream()
            .anyMatch(
                each ->
                    !each.getIntercepts().isEmpty()
                        || !each.getInterceptFroms().isEmpty()
                        || !each.getInterceptSendTos().isEmpty());
  }

  /**
   * Names the rows that the steps write for an event. The names of links come before those of
   * operations.
   *
   * @return null where the steps aren't as shipped, or the event has no such id
   */
  @Nullable String rows(Exchange exchange) {
    if (!isCompared) {
      idField = findIdField();
      isCompared = true;
    }
    String field = idField;
    return field != null
            && exchange.getVariable("data") instanceof Map<?, ?> data
            && data.get(field) instanceof String id
        ? field + ":" + id
        : null;
  }

  private @Nullable String findIdField() {
    RouteDefinition route = ProcessorDefinitionHelper.getRoute(policy);
    return route != null && policy instanceof PolicyDefinition steps && isAsShipped(route, steps)
        ? ID_FIELDS.get(route.getRouteId())
        : null;
  }

  private boolean isAsShipped(RouteDefinition route, PolicyDefinition steps) {
    return ID_FIELDS.containsKey(route.getRouteId())
        && isAsShipped(route, "policy", steps.getId())
        && handlesFailuresAsShipped(route)
        && called(steps).allMatch(this::isAsShipped);
  }

  /**
   * What a failure in the steps leads to is a part of them. For example, a redelivery would make
   * the other events of the transaction wait.
   */
  private boolean handlesFailuresAsShipped(RouteDefinition route) {
    RouteConfigurationDefinition failures = context.getRouteConfigurationDefinition(FAILURES);
    return FAILURES.equals(route.getRouteConfigurationId())
        && yaml(route.getResource()).filter(file -> hasKey(file, "errorHandler")).isEmpty()
        && failures != null
        && failures.getErrorHandler() != null
        && failures.getErrorHandler().getErrorHandlerType() instanceof NoErrorHandlerDefinition
        && failures.getOnExceptions().isEmpty()
        && failures.getOnCompletions().isEmpty();
  }

  private boolean isAsShipped(String calledRoute) {
    RouteDefinition route = context.getRouteDefinition(calledRoute);
    return route != null
        && isAsShipped(route, "route", calledRoute)
        && handlesFailuresAsShipped(route);
  }

  private boolean isAsShipped(RouteDefinition route, String kind, String id) {
    Resource shipped =
        ResourceHelper.resolveResource(
            context, "classpath:routes/" + route.getRouteId() + ".camel.yaml");
    Optional<Object> expected = yaml(shipped).flatMap(file -> find(file, kind, id));
    return expected.isPresent()
        && expected.equals(yaml(route.getResource()).flatMap(file -> find(file, kind, id)))
        && route.getOutputs().stream().noneMatch(ProcessorDefinition::isAbstract);
  }

  private static Stream<String> called(PolicyDefinition steps) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(steps.getOutputs(), ToDefinition.class)
        .stream()
        .map(ToDefinition::getEndpointUri)
        .filter(uri -> uri.startsWith(DIRECT))
        .map(uri -> uri.substring(DIRECT.length()));
  }

  private static Optional<Object> yaml(@Nullable Resource file) {
    if (file == null || !file.exists()) {
      return Optional.empty();
    }
    try (InputStream in = file.getInputStream()) {
      return Optional.ofNullable(new Load(LoadSettings.builder().build()).loadFromInputStream(in));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The first element of a kind that has this id. */
  private static Optional<Object> find(Object tree, String kind, String id) {
    if (tree instanceof Map<?, ?> map) {
      if (map.get(kind) instanceof Map<?, ?> found && id.equals(found.get("id"))) {
        return Optional.of(found);
      }
      return find(map.values(), kind, id);
    }
    return tree instanceof Collection<?> list
        ? list.stream()
            .filter(Objects::nonNull)
            .map(each -> find(each, kind, id))
            .flatMap(Optional::stream)
            .findFirst()
        : Optional.empty();
  }

  private static boolean hasKey(Object tree, String key) {
    if (tree instanceof Map<?, ?> map) {
      return map.containsKey(key) || hasKey(map.values(), key);
    }
    return tree instanceof Collection<?> list
        && list.stream().filter(Objects::nonNull).anyMatch(each -> hasKey(each, key));
  }
}
