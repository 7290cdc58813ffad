package io.m2mbridge.check;

import io.m2mbridge.settings.KnownSettings;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;

/** The routes of the events, and where their events are forwarded to. */
final class EventRoutes {
  private static final String PREFIX = "event-";

  private EventRoutes() {}

  static boolean isOne(RouteDefinition route) {
    String id = route.getRouteId();
    return id != null
        && id.startsWith(PREFIX)
        && KnownSettings.EVENTS.contains(id.substring(PREFIX.length()));
  }

  /** Whether an event's way may begin here. */
  static boolean isFirst(String input, RouteDefinition route) {
    return input.startsWith("m2m-deliveries:")
        || isOne(route)
        || "webhook-receive".equals(route.getRouteId());
  }

  /** Whether no event on a way through these routes is forwarded to anybody. */
  static boolean goNowhere(CamelContext context, Collection<RouteDefinition> way) {
    Set<String> events =
        way.stream()
            .filter(EventRoutes::isOne)
            .map(route -> route.getRouteId().substring(PREFIX.length()))
            .collect(Collectors.toSet());
    return (events.isEmpty() ? KnownSettings.EVENTS : events)
        .stream()
            .map(event -> "{{m2m." + event + ".forward:{{m2m.forward.default:}}}}")
            .map(context::resolvePropertyPlaceholders)
            .allMatch(uri -> uri.matches("log:.*level=OFF.*"));
  }
}
