package io.m2mbridge.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/** Finds the route that a call of an endpoint reaches. */
final class RouteInputs {
  private final Function<String, String> name;
  private final Map<String, RouteDefinition> byName = new LinkedHashMap<>();

  /**
   * Reads the inputs of these routes. Of two routes with one input the first counts.
   *
   * @param name returns a URI without its options
   */
  RouteInputs(List<RouteDefinition> routes, Function<String, String> name) {
    this.name = name;
    routes.forEach(route -> byName.putIfAbsent(input(route), route));
  }

  private String input(RouteDefinition route) {
    try {
      return name(route.getInput().getEndpointUri());
    } catch (IllegalArgumentException e) {
      return "template:" + route.getRouteId();
    }
  }

  /** Returns a URI without its options. */
  String name(String uri) {
    return name.apply(uri);
  }

  /** Returns the inputs without their options. */
  Set<String> names() {
    return byName.keySet();
  }

  /** Returns the route with this input, or null if no route has it. */
  @Nullable RouteDefinition route(String name) {
    return byName.get(name);
  }

  void forEach(BiConsumer<String, RouteDefinition> action) {
    byName.forEach(action);
  }
}
