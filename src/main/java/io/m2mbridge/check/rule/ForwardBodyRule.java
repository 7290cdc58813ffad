package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.AMOUNTS_CHANGED;
import static io.m2mbridge.check.finding.FindingKind.BODY_CHANGED;
import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_VARIABLE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.finding.SimilarNames.Nearness;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A variable that a route sets for the bridge has its name, and is set before it is read: else an
 * event that should be masked is forwarded as it came.
 */
final class ForwardBodyRule implements Rule {
  private static final String FORWARD_BODY = "forwardBody";
  private static final Set<String> SETTABLE =
      Set.of(FORWARD_BODY, "retryAfter", "retryUntil", "noticeWhenDead", "notice");

  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled())
        .forEach(step -> names(step).forEach(name -> check(site, step, name, findings)));
  }

  private static Stream<YamlNode> names(Step step) {
    return switch (step.kind()) {
      case "setVariable" -> Stream.ofNullable(step.value().get("name"));
      case "setVariables" ->
          Stream.ofNullable(step.value().get("variables"))
              .flatMap(list -> list.items().stream())
              .flatMap(each -> Stream.ofNullable(each.get("name")));
      default -> Stream.of();
    };
  }

  private static void check(Site site, Step step, YamlNode node, Findings findings) {
    String name = String.valueOf(node.text());
    if (name.equals(FORWARD_BODY)) {
      late(step, findings);
      amounts(site, step, findings);
    } else if (!BridgeVariables.ALL.contains(name) && isUnread(site, name)) {
      SimilarNames.nearest(name, SETTABLE)
          .filter(match -> match.nearness() == Nearness.MISSPELT)
          .ifPresent(
              match ->
                  findings.add(
                      UNKNOWN_VARIABLE,
                      node.place(),
                      step.where(),
                      "nothing reads the variable " + name,
                      "did you mean " + match.name() + "?"));
    }
  }

  private static boolean isUnread(Site site, String name) {
    Pattern word = Pattern.compile("\\b" + Pattern.quote(name) + "\\b");
    return site.files().stream()
            .mapToLong(file -> word.matcher(file.text()).results().count())
            .sum()
        == 1;
  }

  /** Tells of a variable that is set when the event has been sent. */
  private static void late(Step step, Findings findings) {
    List<Step> all = step.route().allSteps().toList();
    int at = all.indexOf(step);
    boolean isInLoop = step.ancestors().stream().anyMatch(each -> each.kind().equals("loop"));
    if (!isInLoop
        && all.subList(0, at).stream().anyMatch(ForwardBodyRule::isForward)
        && all.subList(at, all.size()).stream().noneMatch(ForwardBodyRule::isForwardOrCall)) {
      findings.add(
          BODY_CHANGED,
          step.place(),
          step.where(),
          "forwardBody is set after the forward, which has sent the event as it came",
          "move the step above the forward");
    }
  }

  /** Tells of a body that was read from the event with numbers that lose digits. */
  private static void amounts(Site site, Step step, Findings findings) {
    boolean isBody =
        Expressions.of(step).stream()
            .anyMatch(each -> String.valueOf(each.text().text()).matches("\\s*\\$\\{body}\\s*"));
    List<Step> all = step.route().allSteps().toList();
    if (isBody) {
      RouteGraph graph = RouteGraph.of(site);
      BodyChanges changes = new BodyChanges(site, graph);
      all.subList(0, all.indexOf(step)).stream()
          .filter(each -> each.kind().equals("unmarshal") && each.value().get("json") != null)
          .filter(each -> !isExact(each.value()) && changes.isEvent(graph, each))
          .findFirst()
          .ifPresent(
              each ->
                  findings.add(
                      AMOUNTS_CHANGED,
                      each.place(),
                      each.where(),
                      "unmarshal reads the event's amounts as binary fractions, and forwardBody"
                          + " passes them on: 200.00 becomes 200.0",
                      "change the variable data, and set forwardBody to the variable data"));
    }
  }

  private static boolean isExact(YamlNode unmarshal) {
    YamlNode json = unmarshal.get("json");
    return json != null
        && (json.get("unmarshalType") != null
            || json.get("objectMapper") != null
            || String.valueOf(json.text("enableFeatures")).contains("BIG_DECIMAL"));
  }

  private static boolean isForward(Step step) {
    Call call = step.call();
    return call != null && EventWays.FORWARD.equals(call.direct());
  }

  private static boolean isForwardOrCall(Step step) {
    return step.call() != null && step.call().direct() != null;
  }
}
