package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.CLOCK_IN_EFFECTS;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The time of an effect is the event's, or a replay and a late attempt give other rows. */
final class ClockInEffectsRule implements Rule {
  private static final Pattern CLOCK = Pattern.compile("\\$\\{date:(now|exchangeCreated)[^}]*}");

  /** Values that the route makes up; one that the database makes up may number the rows. */
  private static final Pattern RANDOM =
      Pattern.compile(":#\\$\\{(uuid\\b|random\\(|exchangeid\\b|messageid\\b)[^}]*}");

  @Override
  public void check(Site site, Findings findings) {
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> Policies.ref(step).equals(Policies.EFFECTS_ONCE))
        .flatMap(policy -> effects(site, policy))
        .distinct()
        .forEach(step -> check(site, step, findings));
  }

  private static Stream<Step> effects(Site site, Step policy) {
    return policy
        .descendants()
        .flatMap(
            step -> {
              Route called = RouteGraph.of(site).called(step);
              return Stream.concat(
                  Stream.of(step),
                  called == null
                      ? Stream.of()
                      : RouteGraph.of(site).from(called).stream().flatMap(Route::allSteps));
            })
        .filter(step -> !step.isDisabled());
  }

  private static void check(Site site, Step step, Findings findings) {
    Statement statement = Statement.of(site, step);
    Optional<String> clock =
        statement == null
            ? variable(step)
            : statement.shipped() == null && statement.writes()
                ? statement.clock()
                : Optional.empty();
    if (clock.isEmpty() && statement != null && statement.writes()) {
      random(step, statement, findings);
    }
    clock.ifPresent(
        found ->
            findings.add(
                CLOCK_IN_EFFECTS,
                step.place(),
                step.where(),
                found + " is the time of the attempt, which may be hours after the event",
                "take the time from the event: m2m_instant(data->>'createdAt'), or"
                    + " :#${variable.receivedAt}"));
  }

  private static void random(Step step, Statement statement, Findings findings) {
    Matcher random = RANDOM.matcher(statement.sql());
    if (random.find()) {
      findings.add(
          CLOCK_IN_EFFECTS,
          step.place(),
          step.where(),
          random.group() + " is another value at each attempt, by which no row can be found again",
          "take an id of the event, such as :#${variable.data[operationId]}");
    }
  }

  /** The clock in a value that a statement after the step may write. */
  private static Optional<String> variable(Step step) {
    if (!step.kind().startsWith("set")) {
      return Optional.empty();
    }
    return Expressions.of(step).stream()
        .map(expression -> CLOCK.matcher(String.valueOf(expression.text().text())))
        .filter(Matcher::find)
        .map(Matcher::group)
        .findFirst();
  }
}
