package io.m2mbridge.check;

import io.m2mbridge.settings.KnownSettings;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;

/** Recognizes the routes of events, and whether their events are forwarded. */
final class EventRoutes {
  private static final String PREFIX = "event-";

  private EventRoutes() {}

  static boolean isOne(RouteDefinition route) {
    String id = route.getRouteId();
    return id != null
        && id.startsWith(PREFIX)
        && KnownSettings.EVENTS.contains(id.substring(PREFIX.length()));
  }

  /** Whether an event's path may begin with this route. */
  static boolean isFirst(String input, RouteDefinition route) {
    return input.startsWith("m2m-deliveries:")
        || isOne(route)
        || "webhook-receive".equals(route.getRouteId());
  }

  /**
   * Whether no event on a path through these routes is forwarded to an endpoint that receives it.
   */
  static boolean goNowhere(CamelContext context, Collection<RouteDefinition> path) {
    Set<String> events =
        path.stream()
            .filter(EventRoutes::isOne)
            .map(route -> route.getRouteId().substring(PREFIX.length()))
            .collect(Collectors.toSet());
    return (events.isEmpty() ? KnownSettings.EVENTS : events)
        .stream()
            .map(event -> "{{m2m." + event + ".forward:{{m2m.forward.default:}}}}")
            .allMatch(setting -> isNowhere(context, setting));
  }

  private static boolean isNowhere(CamelContext context, String setting) {
    try {
      return context.resolvePropertyPlaceholders(setting).matches("log:.*level=OFF.*");
    } catch (IllegalArgumentException e) {
      return false; // its value names another setting, which only the host sets
    }
  }
}
