package io.m2mbridge.check.source;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads routes from YAML nodes, in the full form and in Camel's short ones. */
final class RouteReader {
  /** The keys whose values are branches, or lists of branches, with steps of their own. */
  static final Set<String> BRANCHES =
      Set.of(
          "steps",
          "when",
          "otherwise",
          "doCatch",
          "doFinally",
          "onFallback",
          "onException",
          "onCompletion",
          "intercept",
          "interceptFrom",
          "interceptSendToEndpoint");

  private RouteReader() {}

  /** Reads one item of a file's list; null if it is no route. */
  static @Nullable Route read(YamlNode.Entry item) {
    return switch (item.name()) {
      case "route" -> route(item.value(), item.value().get("from"), item);
      case "from" -> route(item.value(), item.value(), item);
      case "routeConfiguration" -> configuration(item);
      default -> null;
    };
  }

  /** Reads an interceptor at the top of a file; null if the item is something else. */
  static @Nullable Step interceptor(YamlNode.Entry item) {
    if (!item.name().startsWith("intercept")) {
      return null;
    }
    Step step =
        new Step(
            new Route(true, item.value(), item.key().place()),
            null,
            item.name(),
            item.key().place(),
            item.value());
    addSteps(step.route(), step, item.value());
    return step;
  }

  private static Route route(YamlNode value, @Nullable YamlNode from, YamlNode.Entry item) {
    Route route = new Route(false, value, item.key().place());
    if (from != null) {
      route.from(new Step(route, null, "from", from.place(), from));
      addSteps(route, null, from);
    }
    if (from != value) {
      addSteps(route, null, value);
    }
    return route;
  }

  private static Route configuration(YamlNode.Entry item) {
    Route route = new Route(true, item.value(), item.key().place());
    addSteps(route, null, item.value());
    return route;
  }

  private static void addSteps(Route route, @Nullable Step parent, YamlNode value) {
    for (YamlNode.Entry entry : value.entries()) {
      if (entry.name().equals("steps")) {
        entry.value().items().forEach(item -> addStep(route, parent, item));
      } else if (BRANCHES.contains(entry.name())) {
        if (entry.value().isList()) {
          entry.value().items().forEach(item -> addBranch(route, parent, entry, item));
        } else {
          addBranch(route, parent, entry, entry.value());
        }
      }
    }
  }

  private static void addBranch(
      Route route, @Nullable Step parent, YamlNode.Entry entry, YamlNode item) {
    // A routeConfiguration repeats the name: onException: - onException: …
    YamlNode repeated = item.get(entry.name());
    YamlNode value = repeated == null ? item : repeated;
    add(route, parent, new Step(route, parent, entry.name(), item.place(), value));
  }

  private static void addStep(Route route, @Nullable Step parent, YamlNode item) {
    if (item.text() != null) {
      // "- stop" without a colon
      add(route, parent, new Step(route, parent, String.valueOf(item.text()), item.place(), item));
    }
    for (YamlNode.Entry entry : item.entries()) {
      add(route, parent, new Step(route, parent, entry.name(), entry.key().place(), entry.value()));
    }
  }

  private static void add(Route route, @Nullable Step parent, Step step) {
    if (parent == null) {
      route.add(step);
    } else {
      parent.add(step);
    }
    addSteps(route, step, step.value());
  }
}
