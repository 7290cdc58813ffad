package io.m2mbridge.mutants;

import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tests that could notice a mistake in a route: the route's own, then those of the routes that
 * call it, directly or through others, then those of the routes that it calls, then those of the
 * routes that its callers call. A route configuration is called by the routes that have it. The
 * tests of whole ways come last.
 */
final class RouteTests {
  static final String PACKAGE = "io.m2mbridge.routes.";
  private static final Path SOURCES = Path.of("src/test/java", PACKAGE.replace('.', '/'));

  private static final List<String> WHOLE_WAYS =
      List.of("RoutesOfEachEventTest", "CaffeineModeTest", "SiteStepsTest");

  private final Map<String, String> files = new TreeMap<>();
  private final Map<String, Set<String>> calls = new TreeMap<>();
  private final Map<String, Set<String>> callers = new TreeMap<>();

  RouteTests(List<RouteFile> routes) {
    // A setting names it, and no step.
    note(callers, "event-intake-send", "event-intake-kafka");
    for (RouteFile file : routes) {
      for (Route route : file.routes()) {
        files.put(route.name(), file.path().replaceAll("routes/|\\.camel\\.yaml", ""));
        called(route).forEach(name -> note(calls, route.name(), name));
        called(route).forEach(name -> note(callers, name, route.name()));
        Stream.ofNullable(route.value().text("routeConfigurationId"))
            .forEach(name -> note(callers, name, route.name()));
      }
    }
  }

  private static void note(Map<String, Set<String>> edges, String from, String to) {
    edges.computeIfAbsent(from, key -> new TreeSet<>()).add(to);
  }

  private static Stream<String> called(Route route) {
    return route
        .allSteps()
        .map(Step::call)
        .filter(Objects::nonNull)
        .filter(call -> Set.of("direct", "seda").contains(call.scheme()))
        .map(Call::path);
  }

  /** The names of the test classes for a route, those that are nearest to it first. */
  List<String> of(String route) {
    Set<String> near = new LinkedHashSet<>(reachable(route, callers));
    near.addAll(reachable(route, calls));
    callers.getOrDefault(route, Set.of()).forEach(caller -> near.addAll(reachable(caller, calls)));
    return Stream.concat(
            near.stream().filter(files::containsKey).map(each -> test(files.get(each))),
            WHOLE_WAYS.stream())
        .filter(test -> Files.exists(SOURCES.resolve(test + ".java")))
        .map(test -> PACKAGE + test)
        .distinct()
        .toList();
  }

  private static List<String> reachable(String route, Map<String, Set<String>> edges) {
    List<String> found = new ArrayList<>(List.of(route));
    for (int i = 0; i < found.size(); i++) {
      edges.getOrDefault(found.get(i), Set.of()).stream()
          .filter(each -> !found.contains(each))
          .forEach(found::add);
    }
    return found;
  }

  private static String test(String file) {
    return Pattern.compile("(?:^|-)([a-z])")
            .matcher(file)
            .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT))
        + "Test";
  }
}
