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
 * What doesn't go together where a site has some routes of this version and some of an older one,
 * which sent notices from within the event.
 */
final class NoticesCheck {
  /** The statements of the routes that write a notice. */
  private static final List<String> WRITING =
      List.of("sql/notice.sql", "sql/notice-reply-rejected.sql", "sql/data-request-over.sql");

  private NoticesCheck() {}

  static List<String> mistakes(List<RouteDefinition> routes) {
    List<String> mistakes = new ArrayList<>();
    unsent(routes).ifPresent(mistakes::add);
    withinTransaction(routes).ifPresent(mistakes::add);
    return mistakes;
  }

  /** Rows that a route writes, and that no route would send. */
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
   * An {@code operation-notices} that calls {@code notify}, within the effects: the call would hold
   * the transaction, and its failure would undo the effects.
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
                                + " calls it within the transaction of the effects: take"
                                + " operation-notices.camel.yaml of this version, which writes a row, and put"
                                + " your changes into it."));
  }

  private static boolean callsNoticesWithinEffects(RouteDefinition route) {
    return steps(route.getOutputs(), PolicyDefinition.class).stream()
        .filter(policy -> "effects-once".equals(policy.getRef()))
        .anyMatch(
            policy -> calls(policy.getOutputs(), uri -> name(uri, "direct:operation-notices")));
  }

  @SuppressWarnings("rawtypes") // as Camel's own helper has it
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

  /** Whether a URI begins with this, whatever its options. */
  private static boolean name(String uri, String beginning) {
    String name = uri.replace("://", ":");
    return name.equals(beginning)
        || name.startsWith(beginning + "?")
        || name.startsWith(beginning + ":");
  }
}
