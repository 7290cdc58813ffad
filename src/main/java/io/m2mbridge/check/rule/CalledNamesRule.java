package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.QUEUE_WITHOUT_READER;
import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_ROUTE;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Each {@code direct} that is called has a route, and each {@code seda} queue has a reader. */
final class CalledNamesRule implements Rule {
  private static final Set<String> READING = Set.of("pollEnrich", "poll");
  private static final List<String> SCHEMES = List.of("direct", "seda");

  /** An endpoint that something sends to. */
  private record Target(Place place, String where, String uri, @Nullable String setting) {}

  @Override
  public void check(Site site, Findings findings) {
    SiteRoutes routes = SiteRoutes.of(site);
    List<Target> targets = targets(site, routes);
    for (String scheme : SCHEMES) {
      Set<String> served = served(routes, scheme);
      if (!hasTemplates(site)) {
        Set<String> seen = new HashSet<>();
        targets.stream()
            .filter(target -> name(target.uri(), scheme) != null)
            .filter(target -> !served.contains(name(target.uri(), scheme)))
            .filter(target -> seen.add(target.uri()))
            .forEach(target -> add(site, routes, scheme, target, served, findings));
      }
    }
  }

  /** A template may serve a name that only its parameters give. */
  private static boolean hasTemplates(Site site) {
    return site.files().stream()
        .flatMap(file -> file.documents().stream())
        .flatMap(document -> document.items().stream())
        .anyMatch(item -> item.get("routeTemplate") != null);
  }

  private static Set<String> served(SiteRoutes routes, String scheme) {
    Stream<String> inputs =
        routes.included().stream()
            .map(route -> routes.input(route, scheme))
            .filter(Objects::nonNull);
    Stream<String> polled =
        routes.included().stream()
            .flatMap(routes::allSteps)
            .filter(step -> READING.contains(step.kind()))
            .map(routes::call)
            .filter(Objects::nonNull)
            .filter(call -> call.scheme().equals(scheme))
            .map(call -> call.path().replaceFirst("^//", ""));
    return Stream.concat(inputs, polled).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Target> targets(Site site, SiteRoutes routes) {
    return Stream.concat(routes.included().stream(), site.configurations())
        .flatMap(route -> Stream.concat(deadLetters(route, routes), sent(route, routes)))
        .toList();
  }

  private static Stream<Target> sent(Route route, SiteRoutes routes) {
    return routes
        .allSteps(route)
        .filter(step -> !READING.contains(step.kind()))
        .flatMap(step -> sent(step, routes));
  }

  private static Stream<Target> sent(Step step, SiteRoutes routes) {
    Call raw = step.call();
    Call call = routes.call(step);
    if (raw == null || call == null) {
      return Stream.of();
    }
    boolean isList = step.kind().equals("recipientList");
    Stream<String> uris =
        isList
            ? Arrays.stream(call.uri().split(","))
            : Stream.of(call.scheme() + ":" + call.path().replaceFirst("^//", ""));
    String setting = routes.placeholders().source(raw.uri());
    return uris.map(uri -> new Target(raw.node().place(), step.where(), normal(uri), setting));
  }

  /** The dead letter endpoints of the route's input and of its error handler. */
  private static Stream<Target> deadLetters(Route route, SiteRoutes routes) {
    return Stream.of(route.value().get("errorHandler"), route.value().get("from"))
        .filter(Objects::nonNull)
        .flatMap(CalledNamesRule::deadLetters)
        .map(
            node -> {
              String uri = String.valueOf(node.text());
              return new Target(
                  node.place(),
                  route.name(),
                  normal(routes.placeholders().replace(uri)),
                  routes.placeholders().source(uri));
            });
  }

  private static Stream<YamlNode> deadLetters(YamlNode node) {
    return node.entries().stream()
        .filter(entry -> !entry.name().equals("steps"))
        .flatMap(
            entry ->
                entry.name().equals("deadLetterUri")
                    ? Stream.of(entry.value())
                    : deadLetters(entry.value()));
  }

  private static String normal(String uri) {
    return uri.strip().replaceFirst("\\?.*", "").replaceFirst("^(\\w+)://", "$1:");
  }

  /** The name in the URI if it is one of this scheme that no expression makes; null otherwise. */
  private static @Nullable String name(String uri, String scheme) {
    boolean isComputed = uri.contains("${") || uri.contains("{{");
    return uri.startsWith(scheme + ":") && !isComputed ? uri.substring(scheme.length() + 1) : null;
  }

  private static void add(
      Site site,
      SiteRoutes routes,
      String scheme,
      Target target,
      Collection<String> served,
      Findings findings) {
    String name = String.valueOf(name(target.uri(), scheme));
    Route renamed = routes.route(name);
    String input = renamed == null ? null : routes.input(renamed, scheme);
    boolean isDuplicate =
        input != null
            && routes.included().stream()
                    .filter(route -> input.equals(routes.input(route, scheme)))
                    .count()
                > 1;
    boolean isReportedElsewhere =
        Spine.reports(name, routes) || routes.mayBeUnread(name) || isDuplicate;
    if (isReportedElsewhere) {
      return;
    }
    boolean isDirect = scheme.equals("direct");
    FindingKind kind = isDirect ? UNKNOWN_ROUTE : QUEUE_WITHOUT_READER;
    String subject =
        target.setting() == null
            ? "the call of " + target.uri()
            : "the setting " + target.setting() + " is " + target.uri();
    boolean isLeftOut =
        site.routes().anyMatch(route -> route.is(name) && !routes.included().contains(route));
    String reason =
        isLeftOut
            ? ", whose route is left out because its precondition is false"
            : isDirect ? ", which no route serves" : ", which no route reads";
    String add = "add a route from " + target.uri() + ", or fix the name";
    findings.add(
        kind,
        target.place(),
        target.where(),
        subject + reason,
        SimilarNames.nearest(name, served)
            .filter(match -> match.nearness() != SimilarNames.Nearness.REMOTE)
            .map(match -> "did you mean " + scheme + ":" + match.name() + "? Otherwise " + add)
            .orElse(add));
  }
}
