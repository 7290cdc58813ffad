package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.LANE_MISSING;
import static io.m2mbridge.check.finding.FindingKind.ROUTE_MISSING;
import static io.m2mbridge.check.finding.FindingKind.ROUTE_NOT_STARTED;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The routes that every event passes are there and started, and every event is claimed. */
final class SpineRule implements Rule {
  private static final Set<String> NOTICES = Set.of("notice-dispatch", "notify-trouble");

  @Override
  public void check(Site site, Findings findings) {
    if (site.files().isEmpty()) {
      findings.add(
          ROUTE_MISSING,
          Place.of("routes"),
          null,
          "there is no route, so that no webhook is received",
          "run in a folder that has routes/*.camel.yaml");
      return;
    }
    SiteRoutes routes = SiteRoutes.of(site);
    List<String> missing =
        Spine.ids(routes).stream()
            .filter(id -> !Spine.isThere(id, routes))
            .filter(id -> !routes.mayBeUnread(id))
            .toList();
    ExcludedRoutes.without(missing, routes, findings)
        .forEach(id -> missing(site, routes, id, findings));
    notStarted(routes, findings);
    withoutWorkers(routes, findings);
    if (Spine.isStored(routes)
        && Spine.isThere(Spine.EVENT_DISPATCH, routes)
        && Spine.isThere(Spine.DATA_REQUEST_DISPATCH, routes)) {
      lanes(routes, findings);
    }
  }

  private static void missing(Site site, SiteRoutes routes, String id, Findings findings) {
    Route leftOut = site.routes().filter(route -> route.is(id)).findFirst().orElse(null);
    Route renamed = routes.direct(id);
    String effect = effect(id);
    if (leftOut != null) {
      YamlNode condition = leftOut.value().get("precondition");
      findings.add(
          ROUTE_MISSING,
          condition == null ? leftOut.place() : condition.place(),
          id,
          "the precondition is false, so that Camel leaves the route out and " + effect,
          "remove the precondition, or set what it asks for");
    } else if (renamed != null) {
      findings.add(
          ROUTE_MISSING,
          renamed.place(),
          renamed.name(),
          "the route has another id than " + id + ", by which the bridge knows the event's route",
          "write id: " + id);
    } else {
      findings.add(
          ROUTE_MISSING,
          routes.missing(id),
          null,
          "the route " + id + " is missing, so that " + effect,
          "put the file back, with that route id");
    }
  }

  /** What the loss of a route leads to. */
  static String effect(String id) {
    return switch (id) {
      case Spine.WEBHOOK_RECEIVE -> "every webhook is answered 404";
      case Spine.EVENT_DISPATCH -> "webhooks are stored and no event is run";
      case Spine.DATA_REQUEST_DISPATCH -> "data requests are stored and none is answered";
      default -> "its events fail";
    };
  }

  /** The spine and what any running route calls must be started. */
  private static void notStarted(SiteRoutes routes, Findings findings) {
    Set<Route> needed = new HashSet<>();
    for (Route route : routes.included()) {
      boolean isSpine =
          Spine.ids(routes).stream().anyMatch(route::is)
              || NOTICES.stream().anyMatch(route::is)
              || Spine.dispatchers(routes).contains(route);
      if (isSpine) {
        needed.add(route);
      }
      if (routes.isStarted(route)) {
        routes.allSteps(route).map(routes::called).filter(Objects::nonNull).forEach(needed::add);
      }
    }
    routes.included().stream()
        .filter(route -> needed.contains(route) && !routes.isStarted(route))
        .forEach(
            route ->
                findings.add(
                    ROUTE_NOT_STARTED,
                    Objects.requireNonNull(route.value().get("autoStartup")).place(),
                    route.name(),
                    "autoStartup: false leaves the route stopped, so that " + stopped(route),
                    "remove autoStartup"));
  }

  /** A dispatcher without workers claims nothing. */
  private static void withoutWorkers(SiteRoutes routes, Findings findings) {
    for (Route dispatcher : Spine.dispatchers(routes)) {
      Call input = Objects.requireNonNull(routes.call(Objects.requireNonNull(dispatcher.from())));
      String workers = input.options().getOrDefault("workers", "1").strip();
      if (workers.matches("-\\d+|0+")) {
        findings.add(
            ROUTE_NOT_STARTED,
            place(dispatcher),
            dispatcher.name(),
            "workers: " + workers + " runs no event",
            "write workers: \"{{m2m.dispatch.workers}}\"");
      }
    }
  }

  private static String stopped(Route route) {
    String id = String.valueOf(route.id());
    if (NOTICES.contains(id)) {
      return "no notice is sent";
    }
    return Set.of(Spine.WEBHOOK_RECEIVE, Spine.EVENT_DISPATCH, Spine.DATA_REQUEST_DISPATCH)
            .contains(id)
        ? effect(id)
        : "each event that reaches it waits and fails";
  }

  private static void lanes(SiteRoutes routes, Findings findings) {
    Set<String> claimed = new HashSet<>();
    List<String> strange = new ArrayList<>();
    for (Route dispatcher : Spine.dispatchers(routes)) {
      for (String lane : Dispatch.lanes(dispatcher, routes)) {
        claimed.add(lane);
        if (!Spine.routesByEvent().containsKey(lane)) {
          strange.add(lane);
        }
      }
    }
    List<String> lost =
        Spine.routesByEvent().keySet().stream().filter(lane -> !claimed.contains(lane)).toList();
    if (lost.isEmpty()) {
      return;
    }
    String owner =
        lost.stream().allMatch("user.data_request"::equals)
            ? Spine.DATA_REQUEST_DISPATCH
            : Spine.EVENT_DISPATCH;
    Route dispatcher =
        Spine.dispatchers(routes).stream()
            .filter(route -> route.is(owner))
            .findFirst()
            .orElse(Spine.dispatchers(routes).get(0));
    String meant =
        strange.stream()
            .filter(lane -> SimilarNames.nearest(lane, lost).isPresent())
            .findFirst()
            .map(lane -> " in place of " + lane)
            .orElse("");
    findings.add(
        LANE_MISSING,
        place(dispatcher),
        dispatcher.name(),
        "no dispatcher claims the events of "
            + String.join(" and ", lost)
            + ", so that they are stored and never run",
        "add " + String.join(",", lost) + " to lanes" + meant);
  }

  /** The place of the lanes, or of the endpoint if they stand in its URI. */
  private static Place place(Route dispatcher) {
    Step from = Objects.requireNonNull(dispatcher.from());
    YamlNode parameters = from.value().get("parameters");
    YamlNode lanes = parameters == null ? null : parameters.get("lanes");
    Call call = from.call();
    return lanes != null ? lanes.place() : call == null ? from.place() : call.node().place();
  }
}
