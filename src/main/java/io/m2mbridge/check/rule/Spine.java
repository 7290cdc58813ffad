package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The routes that every event passes. */
final class Spine {
  static final String WEBHOOK_RECEIVE = "webhook-receive";
  static final String EVENT_DISPATCH = "event-dispatch";
  static final String DATA_REQUEST_DISPATCH = "data-request-dispatch";

  /** The lane of the events that the bridge doesn't know. */
  static final String UNKNOWN = "unknown";

  private static final Map<String, String> ROUTES = new LinkedHashMap<>();

  static {
    // docs/protocol.md, "Events"
    ROUTES.put("link.created", "event-link-created");
    ROUTES.put("link.opened", "event-link-opened");
    ROUTES.put("user.data_request", "event-user-data-request");
    ROUTES.put("operation.created", "event-operation-created");
    ROUTES.put("operation.cancelled", "event-operation-cancelled");
    ROUTES.put(UNKNOWN, "event-unknown");
  }

  private Spine() {}

  /** The route of each event, and of unknown ones. */
  static Map<String, String> routesByEvent() {
    return ROUTES;
  }

  /** Whether the route claims events and passes each to its own route. */
  static boolean isDispatcher(Route route) {
    return route.is(EVENT_DISPATCH) || route.is(DATA_REQUEST_DISPATCH);
  }

  /** Whether events are stored, and run by the dispatchers. */
  static boolean isStored(SiteRoutes routes) {
    return routes
        .placeholders()
        .replace("{{m2m.deliveries.repository:jdbc}}")
        .strip()
        .equals("jdbc");
  }

  /** The ids of the routes that must be there with these settings. */
  static List<String> ids(SiteRoutes routes) {
    List<String> ids = new ArrayList<>(List.of(WEBHOOK_RECEIVE));
    if (isStored(routes)) {
      ids.add(EVENT_DISPATCH);
      ids.add(DATA_REQUEST_DISPATCH);
      ids.addAll(ROUTES.values());
    }
    return ids;
  }

  /** Whether a missing route of this id is reported as a part of the spine. */
  static boolean reports(String id, SiteRoutes routes) {
    return ids(routes).contains(id) && routes.route(id) == null;
  }

  /** The routes that claim stored events. */
  static List<Route> dispatchers(SiteRoutes routes) {
    return routes.included().stream()
        .filter(route -> routes.input(route, "m2m-deliveries") != null)
        .toList();
  }

  /** The dispatcher that stands for an id: by the id, or by what it claims. */
  static boolean isThere(String id, SiteRoutes routes) {
    if (routes.route(id) != null) {
      return true;
    }
    return switch (id) {
      case WEBHOOK_RECEIVE ->
          routes.included().stream()
              .filter(route -> routes.input(route, "platform-http") != null)
              .flatMap(routes::allSteps)
              .anyMatch(step -> Webhook.is(step, Webhook.VERIFY));
      case EVENT_DISPATCH -> claims("events", routes);
      case DATA_REQUEST_DISPATCH -> claims("data-requests", routes);
      default -> false;
    };
  }

  private static boolean claims(String name, SiteRoutes routes) {
    return dispatchers(routes).stream()
        .anyMatch(route -> name.equals(routes.input(route, "m2m-deliveries")));
  }
}
