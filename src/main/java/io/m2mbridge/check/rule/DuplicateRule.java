package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.DUPLICATE_ID;
import static io.m2mbridge.check.finding.FindingKind.DUPLICATE_INPUT;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.rule.Condition.Truth;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ids and inputs are unique among the routes that run. A copied file breaks this. */
final class DuplicateRule implements Rule {
  /** The ids of these may be there twice. */
  private static final Set<String> BRANCHES =
      Set.of("when", "otherwise", "doCatch", "doFinally", "onFallback");

  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    List<Route> certain =
        site.routes().filter(route -> routes.inclusion(route) == Truth.TRUE).toList();
    Set<Route> copies = new HashSet<>();
    ids(certain, "route", copies, findings);
    ids(site.configurations().toList(), "routeConfiguration", copies, findings);
    List<Route> originals = certain.stream().filter(route -> !copies.contains(route)).toList();
    inputs(originals, routes, findings);
    orders(originals, findings);
    beans(site, findings);
    steps(originals, findings);
  }

  private static void ids(List<Route> routes, String what, Set<Route> copies, Findings findings) {
    Map<String, List<Route>> byId = new LinkedHashMap<>();
    for (Route route : routes) {
      String id = route.id();
      if (id != null) {
        byId.computeIfAbsent(id, key -> new ArrayList<>()).add(route);
      }
    }
    Set<String> files = new HashSet<>();
    byId.forEach(
        (id, same) -> {
          // The file with the route's name is the original.
          Route original =
              same.stream()
                  .filter(route -> route.place().file().endsWith("/" + id + ".camel.yaml"))
                  .findFirst()
                  .orElseGet(() -> shortest(same));
          for (Route route : same) {
            if (route != original) {
              copies.add(route);
              if (files.add(route.place().file() + original.place().file())) {
                addCopy(what, id, route.place(), original.place(), findings);
              }
            }
          }
        });
  }

  /** Beans of one name, of which Camel takes the last one without a word. */
  private static void beans(Site site, Findings findings) {
    Map<String, Place> seen = new HashMap<>();
    Set<String> files = new HashSet<>();
    site.files().stream()
        .flatMap(file -> file.documents().stream())
        .flatMap(document -> document.items().stream())
        .flatMap(item -> Stream.ofNullable(item.get("beans")))
        .flatMap(beans -> beans.items().stream())
        .forEach(
            bean -> {
              String name = String.valueOf(bean.text("name"));
              Place first = seen.putIfAbsent(name, bean.place());
              if (first != null && files.add(bean.place().file() + first.file())) {
                addCopy("bean", name, bean.place(), first, findings);
              }
            });
  }

  private static Route shortest(List<Route> routes) {
    return Collections.min(routes, Comparator.comparing(route -> route.place().file().length()));
  }

  private static void addCopy(
      String what, String id, Place place, Place original, Findings findings) {
    boolean isSameFile = place.file().equals(original.file());
    findings.add(
        DUPLICATE_ID,
        place,
        id,
        "a " + what + " of this id is in " + original + " too",
        isSameFile
            ? "remove one of them, or give it another id"
            : "remove one of them, give it another id, or let the name of a copy not end in"
                + " .camel.yaml");
  }

  private static void inputs(List<Route> all, SiteRoutes routes, Findings findings) {
    Map<String, Route> seen = new HashMap<>();
    for (Route route : all) {
      String input = input(route, routes);
      Route first = input == null ? null : seen.putIfAbsent(input, route);
      Step from = route.from();
      if (first != null && from != null) {
        findings.add(
            DUPLICATE_INPUT,
            from.place(),
            route.name(),
            "the route "
                + first.name()
                + " ("
                + first.place().file()
                + ") begins with "
                + input
                + " too",
            "give one of them another name, or remove it");
      }
    }
  }

  private static void orders(List<Route> all, Findings findings) {
    Map<String, Route> seen = new HashMap<>();
    for (Route route : all) {
      YamlNode order = route.value().get("startupOrder");
      String number = order == null ? null : order.text();
      Route first = number == null ? null : seen.putIfAbsent(number, route);
      if (order != null && first != null) {
        findings.add(
            DUPLICATE_ID,
            order.place(),
            route.name(),
            "the route " + first.name() + " has the same startupOrder, and Camel doesn't start",
            "write another number, or remove it");
      }
    }
  }

  private static @Nullable String input(Route route, SiteRoutes routes) {
    Step from = route.from();
    Call call = from == null ? null : routes.call(from);
    if (call == null || "true".equals(call.options().get("multipleConsumers"))) {
      return null;
    }
    boolean isExclusive = call.scheme().equals("direct") || call.scheme().equals("seda");
    return isExclusive ? call.scheme() + ":" + call.path().replaceFirst("^//", "") : null;
  }

  private static void steps(List<Route> routes, Findings findings) {
    Map<String, Step> seen = new HashMap<>();
    Map<String, Route> byId = new HashMap<>();
    routes.forEach(route -> byId.putIfAbsent(route.name(), route));
    for (Route route : routes) {
      route
          .allSteps()
          .filter(step -> !BRANCHES.contains(step.kind()))
          .forEach(
              step -> {
                step(step, seen, findings);
                likeRoute(step, step.id() == null ? null : byId.get(step.id()), findings);
              });
    }
  }

  private static void likeRoute(Step step, @Nullable Route other, Findings findings) {
    if (other != null && other != step.route()) {
      findings.add(
          DUPLICATE_ID,
          step.place(),
          step.where(),
          "the route " + other.name() + " in " + other.place() + " has the same id as the step",
          "give the step another id");
    }
  }

  private static void step(Step step, Map<String, Step> seen, Findings findings) {
    String id = step.id();
    Step first = id == null ? null : seen.putIfAbsent(id, step);
    if (first != null) {
      findings.add(
          DUPLICATE_ID,
          step.place(),
          step.where(),
          "the step " + first.where() + " in " + first.place() + " has the same id",
          "give one of them another id");
    }
  }
}
