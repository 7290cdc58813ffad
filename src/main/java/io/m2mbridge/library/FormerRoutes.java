package io.m2mbridge.library;

import io.m2mbridge.check.RoutesCheck;
import io.m2mbridge.settings.ShippedRoutes;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes that an earlier release had in {@code routes/}, and that a site's copies may still call.
 * The jar holds them, so that a copy of one file runs next to the files of this release.
 */
public final class FormerRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(FormerRoutes.class);

  private FormerRoutes() {}

  /**
   * Adds each of them that no loaded route serves. Warns of one that a file holds and no route
   * calls, as changes that a site made to it have no effect.
   */
  public static void addTo(CamelContext context) throws Exception {
    List<RouteDefinition> loaded = List.copyOf(((ModelCamelContext) context).getRouteDefinitions());
    for (var former : ShippedRoutes.FORMER.entrySet()) {
      String name = former.getKey();
      if (loaded.stream().noneMatch(route -> serves(route, name))) {
        PluginHelper.getRoutesLoader(context)
            .loadRoutes(
                ResourceHelper.resolveResource(context, "classpath:" + ShippedRoutes.former(name)));
      } else if (!RoutesCheck.within(context).isCalled(name)) {
        LOG.warn(
            "No route calls {} any more: {} does its work. Move your changes there, and delete"
                + " {}.camel.yaml.",
            name,
            former.getValue(),
            name);
      }
    }
  }

  private static boolean serves(RouteDefinition route, String name) {
    String input = route.getInput().getEndpointUri().replace("direct://", "direct:");
    return name.equals(route.getRouteId())
        || input.equals("direct:" + name)
        || input.startsWith("direct:" + name + "?");
  }
}
