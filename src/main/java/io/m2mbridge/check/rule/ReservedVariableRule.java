package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.RESERVED_VARIABLE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The variables of {@code docs/variables.md} that only the bridge sets. */
final class ReservedVariableRule implements Rule {
  private static final Set<String> OF_EVENTS =
      Set.of(
          "data",
          "deliveryId",
          "effectsAt",
          "event",
          "eventKey",
          "eventKeyEncoded",
          "eventLabel",
          "leaseToken",
          "linkId",
          "outcome",
          "receivedAt",
          "referenceId",
          "run");

  /** In what a data request passes, and only there. */
  private static final Set<String> OF_DATA_REQUESTS =
      Set.of(
          "fieldsSent",
          "replyAttempt",
          "replyCode",
          "replyPath",
          "replyResult",
          "replyStatus",
          "request",
          "requestState",
          "requestVerdict");

  /** From the request to its stored event. */
  private static final Set<String> OF_WEBHOOKS =
      Set.of(
          "delivery",
          "event",
          "eventKey",
          "eventKeyEncoded",
          "noticeKept",
          "path",
          "receivedMillis",
          "referenceId",
          "signature",
          "signedTimestamp");

  /** The shipped routes that set one of them. */
  private static final Map<String, Set<String>> SETTERS =
      Map.of(
          "request", Set.of("data-request-answer"),
          "requestState", Set.of("data-request-answer", "data-request-reply", "reply-put"),
          "replyAttempt", Set.of("reply-put"));

  private static final Pattern BY_CODE =
      Pattern.compile(
          "(?:(?:set|remove)Variable|variables?\\.(?:put|remove))\\(\\s*['\"](\\w+)['\"]"
              + "|\\bvariables?(?:\\.|\\[\\s*['\"])(\\w+)(?:['\"]\\s*])?\\s*=(?![=~])");

  @Override
  public void check(Site site, Findings findings) {
    Route dataRequest = site.route("event-user-data-request");
    Set<Route> ofDataRequests =
        dataRequest == null ? Set.of() : RouteGraph.of(site).from(dataRequest);
    for (Route route : EventWays.all(site)) {
      Set<String> reserved = new HashSet<>(OF_EVENTS);
      if (ofDataRequests.contains(route)) {
        reserved.addAll(OF_DATA_REQUESTS);
      }
      check(route, reserved, findings);
    }
    Set<Route> ofWebhooks = new HashSet<>();
    Stream.of("webhook-receive", "event-intake-store")
        .map(site::route)
        .filter(route -> route != null)
        .forEach(route -> ofWebhooks.addAll(RouteGraph.of(site).from(route)));
    ofWebhooks.forEach(route -> check(route, OF_WEBHOOKS, findings));
  }

  private static void check(Route route, Set<String> reserved, Findings findings) {
    Stream.concat(Stream.ofNullable(route.from()), route.allSteps())
        .filter(step -> !step.isDisabled())
        .forEach(
            step ->
                names(step)
                    .filter(name -> isReserved(route, name, reserved))
                    .forEach(name -> add(step, name, findings)));
  }

  private static boolean isReserved(Route route, String name, Set<String> reserved) {
    return name.equals("*")
        || (reserved.contains(name)
            && !SETTERS.getOrDefault(name, Set.of()).contains(String.valueOf(route.id())));
  }

  /** The variables that a step sets or removes. */
  private static Stream<String> names(Step step) {
    YamlNode value = step.value();
    Stream<String> own =
        switch (step.kind()) {
          case "setVariable", "removeVariable" -> Stream.ofNullable(value.text("name"));
          case "setVariables" -> ofList(value.get("variables"));
          default -> Stream.empty();
        };
    Stream<String> received = Stream.ofNullable(value.text("variableReceive"));
    Stream<String> byCode =
        step.kind().equals("from")
            ? Stream.empty()
            : Expressions.of(step).stream()
                .map(expression -> String.valueOf(expression.text().text()))
                .flatMap(text -> BY_CODE.matcher(text).results().map(ReservedVariableRule::name));
    return Stream.of(own, received, byCode).flatMap(all -> all).map(String::strip);
  }

  private static String name(MatchResult code) {
    return code.group(1) == null ? code.group(2) : code.group(1);
  }

  private static Stream<String> ofList(@Nullable YamlNode variables) {
    List<YamlNode> items = variables == null ? List.of() : variables.items();
    return items.stream().map(item -> item.text("name")).filter(name -> name != null);
  }

  private static void add(Step step, String name, Findings findings) {
    boolean isRemoved = step.kind().equals("removeVariable");
    findings.add(
        RESERVED_VARIABLE,
        step.place(),
        step.where(),
        name.equals("*")
            ? "the step removes all variables, also those that the bridge needs"
            : "the step "
                + (isRemoved ? "removes" : "overwrites")
                + " the variable "
                + name
                + " of the bridge, which later steps and the retries of the event read",
        isRemoved
            ? "name your own variable"
            : "give your variable another name, such as my" + capital(name));
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
