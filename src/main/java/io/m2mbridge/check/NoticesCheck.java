package io.m2mbridge.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/**
 * Finds routes of this version and of an older one that don't work together. Older routes sent
 * notices while they processed the event.
 */
final class NoticesCheck {
  /** The SQL files by which routes write a notice. */
  private static final List<String> WRITING =
      List.of("sql/notice.sql", "sql/notice-reply-rejected.sql", "sql/data-request-over.sql");

  private NoticesCheck() {}

  static List<String> mistakes(List<RouteDefinition> routes) {
    List<String> mistakes = new ArrayList<>();
    unsent(routes).ifPresent(mistakes::add);
    withinTransaction(routes).ifPresent(mistakes::add);
    return mistakes;
  }

  /** Finds a route that writes notices although no route sends them. */
  private static Optional<String> unsent(List<RouteDefinition> routes) {
    boolean areSent =
        routes.stream().anyMatch(route -> name(route.getInput().getEndpointUri(), "m2m-notices"));
    return areSent
        ? Optional.empty()
        : routes.stream()
            .filter(
                route -> calls(route.getOutputs(), uri -> WRITING.stream().anyMatch(uri::contains)))
            .findFirst()
            .map(
                route ->
                    "The route "
                        + route.getRouteId()
                        + " writes notices that no route sends: put routes/notice-dispatch.camel.yaml"
                        + " back.");
  }

  /**
   * Finds an {@code operation-notices} that calls {@code notify} inside the transaction of the
   * effects. The call would keep the transaction open, and its failure would roll back the effects.
   */
  private static Optional<String> withinTransaction(List<RouteDefinition> routes) {
    return routes.stream()
        .filter(route -> route.getRouteId().equals("operation-notices"))
        .filter(route -> calls(route.getOutputs(), uri -> name(uri, "direct:notify")))
        .findFirst()
        .flatMap(
            old ->
                routes.stream()
                    .filter(NoticesCheck::callsNoticesWithinEffects)
                    .findFirst()
                    .map(
                        caller ->
                            "The route operation-notices calls notify, and "
                                + caller.getRouteId()
                                + " calls it within the transaction of the effects: use"
                                + " operation-notices.camel.yaml of this version, which writes a row, and put"
                                + " your changes into it."));
  }

  private static boolean callsNoticesWithinEffects(RouteDefinition route) {
    return steps(route.getOutputs(), PolicyDefinition.class).stream()
        .filter(policy -> "effects-once".equals(policy.getRef()))
        .anyMatch(
            policy -> calls(policy.getOutputs(), uri -> name(uri, "direct:operation-notices")));
  }

  @SuppressWarnings("rawtypes") // Camel's own helper uses the raw type
  private static boolean calls(List<ProcessorDefinition<?>> outputs, Predicate<String> isCalled) {
    for (ProcessorDefinition step : steps(outputs, ProcessorDefinition.class)) {
      if (step instanceof EndpointRequiredDefinition call
          && call.getEndpointUri() != null
          && isCalled.test(call.getEndpointUri())) {
        return true;
      }
    }
    return false;
  }

  private static <T> Collection<T> steps(List<ProcessorDefinition<?>> outputs, Class<T> type) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(outputs, type);
  }

  /** Whether a URI, without its options, is this one or one below it. */
  private static boolean name(String uri, String beginning) {
    String name = uri.replace("://", ":");
    return name.equals(beginning)
        || name.startsWith(beginning + "?")
        || name.startsWith(beginning + ":");
  }
}
