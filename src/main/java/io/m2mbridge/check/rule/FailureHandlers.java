package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What handles the failures of a route: its configurations, and what its file says for all. */
final class FailureHandlers {
  /**
   * A handler.
   *
   * @param kind {@code onException}, or the name of an error handler such as {@code
   *     deadLetterChannel}
   * @param owner the id of its configuration; null outside one
   */
  record Handler(String kind, YamlNode node, @Nullable String owner) {
    boolean isOnException() {
      return kind.equals("onException");
    }
  }

  private FailureHandlers() {}

  static List<Handler> of(Site site, Route route) {
    List<Handler> handlers = new ArrayList<>();
    errorHandler(route.value().get("errorHandler"), null, handlers);
    onExceptions(route.value().get("onException"), null, handlers);
    site.configurations()
        .filter(configuration -> uses(route, configuration.id()))
        .forEach(
            configuration -> {
              errorHandler(configuration.value().get("errorHandler"), configuration.id(), handlers);
              onExceptions(configuration.value().get("onException"), configuration.id(), handlers);
            });
    site.files().stream()
        .filter(file -> file.path().equals(route.place().file()))
        .flatMap(file -> file.documents().stream())
        .flatMap(document -> document.items().stream())
        .forEach(
            item -> {
              errorHandler(item.get("errorHandler"), null, handlers);
              onExceptions(item.get("onException"), null, handlers);
            });
    return handlers;
  }

  /** As Camel does it: a configuration without an id is for the routes that name none. */
  private static boolean uses(Route route, @Nullable String configuration) {
    String wanted = route.value().text("routeConfigurationId");
    if (wanted == null || configuration == null) {
      return wanted == null && configuration == null;
    }
    return Arrays.stream(wanted.split(","))
        .map(String::strip)
        .anyMatch(
            each ->
                each.equals(configuration)
                    || (each.endsWith("*")
                        && configuration.startsWith(each.substring(0, each.length() - 1))));
  }

  private static void errorHandler(
      @Nullable YamlNode node, @Nullable String owner, List<Handler> handlers) {
    if (node != null) {
      node.entries().forEach(each -> handlers.add(new Handler(each.name(), each.value(), owner)));
    }
  }

  private static void onExceptions(
      @Nullable YamlNode node, @Nullable String owner, List<Handler> handlers) {
    if (node == null) {
      return;
    }
    for (YamlNode each : node.isList() ? node.items() : List.of(node)) {
      YamlNode repeated = each.get("onException");
      handlers.add(new Handler("onException", repeated == null ? each : repeated, owner));
    }
  }
}
