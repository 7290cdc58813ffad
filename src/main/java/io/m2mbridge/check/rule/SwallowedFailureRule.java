package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A failure must reach the dispatcher, or the event counts as done. */
final class SwallowedFailureRule implements Rule {
  /** The steps that give a value in place of the one that a call didn't bring. */
  private static final Set<String> VALUES =
      Set.of("setVariable", "setVariables", "setBody", "setHeader", "setHeaders", "transform");

  /** Aggregations of Camel that take the bodies, or the original exchange, alone. */
  private static final Pattern DROPPING =
      Pattern.compile(
          "UseOriginalAggregationStrategy\\(false\\)|StringAggregationStrategy|\\.Grouped\\w+Strategy");

  private static final Set<String> PARTS = Set.of("multicast", "split", "recipientList");

  /** What only people read. */
  private static final Set<String> TALK = Set.of("id", "log", "description");

  @Override
  public void check(Site site, Findings findings) {
    EventWays.steps(site).forEach(step -> step(site, step, findings));
  }

  private static void step(Site site, Step step, Findings findings) {
    if (step.kind().equals("doTry")) {
      caught(site, step, "doCatch", findings);
    } else if (step.kind().equals("circuitBreaker")) {
      caught(site, step, "onFallback", findings);
    } else if (isTimed(step) && Work.of(site, step) != Work.NONE) {
      findings.add(
          SWALLOWED_FAILURE,
          step.place(),
          step.where(),
          "the timeout of the "
              + step.kind()
              + " leaves "
              + Work.of(site, step).text()
              + " behind that takes longer, and the event counts as done",
          "remove the timeout, and give each call one, such as responseTimeout");
    } else if (isDropping(step) && Work.of(site, step) != Work.NONE) {
      findings.add(
          SWALLOWED_FAILURE,
          step.place(),
          step.where(),
          "the aggregationStrategy of the "
              + step.kind()
              + " drops a failure of "
              + Work.of(site, step).text()
              + ", so that the event counts as done though that failed",
          "remove the aggregationStrategy, or write stopOnException: true");
    }
  }

  /** Whether an aggregation leaves the failures of its parts out. */
  private static boolean isDropping(Step step) {
    String strategy = step.value().text("aggregationStrategy");
    return strategy != null
        && DROPPING.matcher(strategy).find()
        && !"true".equals(step.value().text("stopOnException"));
  }

  /** Whether parts that take longer are left out of the aggregation. */
  private static boolean isTimed(Step step) {
    return PARTS.contains(step.kind())
        && String.valueOf(step.value().text("timeout")).matches("[1-9]\\d*");
  }

  private static void caught(Site site, Step guarded, String kind, Findings findings) {
    Work work = Work.of(site, guarded);
    if (work == Work.NONE) {
      return;
    }
    guarded.children().stream()
        .filter(branch -> branch.kind().equals(kind))
        .filter(branch -> !isMeant(site, guarded, branch, work))
        .forEach(
            branch ->
                findings.add(
                    SWALLOWED_FAILURE,
                    branch.place(),
                    branch.where(),
                    "the branch "
                        + kind
                        + " takes the failure of "
                        + work.text()
                        + ", so that the event counts as done though that failed",
                    kind.equals("doCatch")
                        ? "remove the doTry, or end the doCatch with a throwException"
                        : "remove the onFallback, or end it with a throwException"));
  }

  /** Whether the branch passes the failure on, is for chosen failures, or does the work itself. */
  private static boolean isMeant(Site site, Step guarded, Step branch, Work work) {
    if (branch.value().get("onWhen") != null || Rethrows.in(site, branch)) {
      return true;
    }
    boolean isOtherCall = branch.descendants().anyMatch(step -> Work.isFallback(site, step));
    boolean isOtherValue =
        branch
            .descendants()
            .filter(step -> VALUES.contains(step.kind()))
            .anyMatch(step -> isUsed(guarded, step));
    return (isOtherCall && work != Work.FORWARD) || (isOtherValue && work == Work.CALL);
  }

  /**
   * Whether what a step of a branch sets is read elsewhere in the route. A body may stand for the
   * answer that a call didn't bring.
   */
  private static boolean isUsed(Step guarded, Step setting) {
    if (Set.of("setBody", "transform").contains(setting.kind())) {
      return true;
    }
    return names(setting.value())
        .filter(name -> !name.startsWith("notice"))
        .map(
            name ->
                Pattern.compile(
                        Pattern.quote(name)
                            + "|.*variable\\w*[.:?\\[('\"]+"
                            + Pattern.quote(name)
                            + "\\b.*",
                        Pattern.DOTALL)
                    .asMatchPredicate())
        .anyMatch(
            names ->
                texts(guarded.route().value()).filter(names).count()
                    > texts(setting.value()).filter(names).count());
  }

  /** The name in a {@code setVariable}, or those in a {@code setVariables}. */
  private static Stream<String> names(YamlNode setting) {
    return Stream.concat(
        Stream.ofNullable(setting.text("name")),
        setting.entries().stream()
            .flatMap(entry -> entry.value().items().stream())
            .flatMap(item -> Stream.ofNullable(item.text("name"))));
  }

  private static Stream<String> texts(YamlNode node) {
    return Stream.concat(
        Stream.ofNullable(node.text()),
        Stream.concat(
            node.items().stream().flatMap(SwallowedFailureRule::texts),
            node.entries().stream()
                .filter(entry -> !TALK.contains(entry.name()))
                .flatMap(entry -> texts(entry.value()))));
  }

  /** Whether steps throw, as far as the files show. */
  static final class Rethrows {
    private static final Set<String> THROW = Set.of("throwException", "rollback");

    /** Steps of code that may throw. */
    private static final Set<String> CODE = Set.of("bean", "process", "script");

    private Rethrows() {}

    static boolean in(Site site, Step branch) {
      return branch
          .descendants()
          .filter(step -> !step.isDisabled())
          .flatMap(step -> withCalled(site, step))
          .anyMatch(step -> THROW.contains(step.kind()) || CODE.contains(step.kind()));
    }

    /** Whether a step after this one in its route throws. */
    static boolean after(Site site, Step step) {
      return step.route()
          .allSteps()
          .dropWhile(each -> each != step)
          .skip(1)
          .filter(each -> !each.isDisabled())
          .flatMap(each -> withCalled(site, each))
          .anyMatch(each -> THROW.contains(each.kind()) || CODE.contains(each.kind()));
    }

    private static Stream<Step> withCalled(Site site, Step step) {
      Route called = RouteGraph.of(site).called(step);
      if (called == null || EventWays.isAside(called)) {
        return Stream.of(step);
      }
      return Stream.concat(
          Stream.of(step),
          RouteGraph.of(site).from(called).stream()
              .filter(route -> !EventWays.isAside(route))
              .flatMap(Route::allSteps)
              .filter(each -> THROW.contains(each.kind())));
    }
  }
}
