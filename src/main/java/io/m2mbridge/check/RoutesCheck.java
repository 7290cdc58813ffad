package io.m2mbridge.check;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.settings.KnownSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Predicate;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.model.language.SimpleExpression;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;

/** Finds mistakes in the routes that Camel would notice only when an event reaches them. */
public final class RoutesCheck {
  private static final String DIRECT = "direct:";

  private final CamelContext context;
  private final List<RouteDefinition> all;
  private final List<RouteConfigurationDefinition> allConfigurations;

  /** The routes to check. Another application's own routes aren't checked, but may be called. */
  private final List<RouteDefinition> routes;

  private final List<RouteConfigurationDefinition> configurations;
  private final List<String> mistakes = new ArrayList<>();

  private RoutesCheck(
      CamelContext context,
      List<RouteDefinition> others,
      List<RouteConfigurationDefinition> otherConfigurations) {
    this.context = context;
    ModelCamelContext model = (ModelCamelContext) context;
    this.all = model.getRouteDefinitions().stream().filter(this::isIncluded).toList();
    this.allConfigurations = List.copyOf(model.getRouteConfigurationDefinitions());
    this.routes = all.stream().filter(route -> !others.contains(route)).toList();
    this.configurations =
        allConfigurations.stream().filter(each -> !otherConfigurations.contains(each)).toList();
  }

  /**
   * Returns what is wrong with the routes of a bridge that runs alone, one sentence each.
   *
   * @param runsEvents whether this process runs stored events through their routes
   */
  public static List<String> mistakes(CamelContext context, boolean runsEvents) {
    RoutesCheck check = new RoutesCheck(context, List.of(), List.of());
    if (check.routes.isEmpty()) {
      return List.of(
          "There is no route: run in a folder with routes/*.camel.yaml, not in "
              + Path.of("").toAbsolutePath()
              + ".");
    }
    return check.check(runsEvents);
  }

  /**
   * Returns the sentences by the kind of the mistake.
   *
   * @param runsEvents whether this process runs stored events through their routes
   */
  static Map<FindingKind, List<String>> mistakesByKind(CamelContext context, boolean runsEvents) {
    return new RoutesCheck(context, List.of(), List.of()).byKind(runsEvents);
  }

  /** Notes the routes that another application has now, before the bridge adds its own. */
  public static RoutesCheck within(CamelContext context) {
    return new RoutesCheck(context, List.of(), List.of());
  }

  /** Whether any of the routes or configurations calls {@code direct:} and this name. */
  public boolean isCalled(String name) {
    return called().containsKey(DIRECT + name);
  }

  /**
   * Returns the sentences on the routes and configurations that were added since, by the kind of
   * the mistake.
   *
   * @param runsEvents whether this process runs stored events through their routes
   */
  Map<FindingKind, List<String>> mistakesByKindSince(boolean runsEvents) {
    return new RoutesCheck(context, all, allConfigurations).byKind(runsEvents);
  }

  /**
   * Whether Camel will start a route: it omits a route whose precondition is false. A route of a
   * template always counts, because only Camel knows the parameters in its precondition.
   */
  private boolean isIncluded(RouteDefinition route) {
    String condition = route.getPrecondition();
    if (condition == null || route.isCreatedFromTemplate()) {
      return true;
    }
    SimpleExpression expression = new SimpleExpression(condition);
    expression.initPredicate(context);
    Predicate predicate = expression.getPredicate();
    predicate.initPredicate(context);
    return predicate.matches(new DefaultExchange(context));
  }

  private List<String> check(boolean runsEvents) {
    return byKind(runsEvents).values().stream().flatMap(List::stream).toList();
  }

  private Map<FindingKind, List<String>> byKind(boolean runsEvents) {
    Map<FindingKind, List<String>> found = new LinkedHashMap<>();
    configurations();
    found.put(FindingKind.UNKNOWN_CONFIGURATION, taken());
    directs();
    found.put(FindingKind.UNKNOWN_ROUTE, taken());
    if (runsEvents) {
      events();
      found.put(FindingKind.ROUTE_MISSING, taken());
      found.put(FindingKind.OLDER_ROUTE, NoticesCheck.mistakes(all));
    }
    found.put(FindingKind.OUTSIDE_ONCE, OutsideOnceCheck.mistakes(routes));
    found.put(FindingKind.BODY_CHANGED, new ForwardBodyCheck(context, all, this::name).mistakes());
    return found;
  }

  private List<String> taken() {
    List<String> taken = List.copyOf(mistakes);
    mistakes.clear();
    return taken;
  }

  private void events() {
    Set<String> ids = routes.stream().map(RouteDefinition::getRouteId).collect(Collectors.toSet());
    for (String event : KnownSettings.EVENTS) {
      String id = "event-" + event;
      if (!ids.contains(id)) {
        mistakes.add(
            "The event route "
                + id
                + " is missing: put routes/"
                + id
                + ".camel.yaml back, with that route id.");
      }
    }
  }

  private void configurations() {
    for (RouteDefinition route : routes) {
      String wanted = route.getRouteConfigurationId();
      if (wanted == null) {
        continue;
      }
      for (String id : wanted.split(",")) {
        boolean exists =
            allConfigurations.stream()
                .anyMatch(c -> PatternHelper.matchPattern(c.getId(), id.strip()));
        if (!exists) {
          mistakes.add(
              "The route "
                  + route.getRouteId()
                  + " names the routeConfigurationId "
                  + id.strip()
                  + ", which doesn't exist: define it in routes/on-failure.camel.yaml, or name one that does.");
        }
      }
    }
  }

  private void directs() {
    Set<String> served =
        all.stream()
            .map(route -> route.getInput().getEndpointUri())
            .map(this::served)
            .collect(Collectors.toSet());
    for (var called : called().entrySet()) {
      if (!served.contains(called.getKey())) {
        mistakes.add(
            called.getValue()
                + " calls "
                + called.getKey()
                + ", which no route serves: add a route from it, or fix the name.");
      }
    }
  }

  private String served(String uri) {
    try {
      return name(uri);
    } catch (IllegalArgumentException e) {
      return uri; // a template of the application, whose parameters aren't known yet
    }
  }

  /** Returns each {@code direct:} endpoint that is called, with the name of its first caller. */
  private Map<String, String> called() {
    Map<String, String> called = new LinkedHashMap<>();
    for (RouteDefinition route : routes) {
      collect(called, "The route " + route.getRouteId(), route.getOutputs());
    }
    for (RouteConfigurationDefinition configuration : configurations) {
      String caller = "The routeConfiguration " + configuration.getId();
      configuration.getOnExceptions().forEach(e -> collect(called, caller, e.getOutputs()));
      configuration.getOnCompletions().forEach(c -> collect(called, caller, c.getOutputs()));
      if (configuration.getErrorHandler() != null
          && configuration.getErrorHandler().getErrorHandlerType()
              instanceof DeadLetterChannelDefinition channel) {
        collect(called, caller, channel.getDeadLetterUri());
      }
    }
    return called;
  }

  @SuppressWarnings("rawtypes") // Camel's own helper uses the raw type
  private void collect(
      Map<String, String> called, String caller, List<ProcessorDefinition<?>> outputs) {
    Collection<ProcessorDefinition> steps =
        ProcessorDefinitionHelper.filterTypeInOutputs(outputs, ProcessorDefinition.class);
    for (ProcessorDefinition step : steps) {
      if (step instanceof EndpointRequiredDefinition call) {
        collect(called, caller, call.getEndpointUri());
      } else if (step instanceof ToDynamicDefinition call) {
        collect(called, caller, call.getUri());
      } else if (step instanceof EnrichDefinition || step instanceof RecipientListDefinition) {
        for (String uri : ((ExpressionNode) step).getExpression().getExpression().split(",")) {
          collect(called, caller, uri);
        }
      }
    }
  }

  /**
   * Adds a call of a {@code direct:} endpoint, unless its name has an expression that is evaluated
   * later.
   */
  private void collect(Map<String, String> called, String caller, @Nullable String uri) {
    String name = uri == null ? "" : name(uri.strip());
    if (name.startsWith(DIRECT) && !name.contains("${")) {
      called.putIfAbsent(name, caller);
    }
  }

  /** Returns the URI without its options, in the short form. */
  private String name(String uri) {
    String name;
    try {
      name = context.resolvePropertyPlaceholders(uri);
    } catch (IllegalArgumentException e) {
      return uri; // a setting without a value, which is told where it is named
    }
    int options = name.indexOf('?');
    name = options == -1 ? name : name.substring(0, options);
    return name.replace("direct://", DIRECT);
  }
}
