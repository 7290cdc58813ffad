package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EFFECT_MISSING;
import static io.m2mbridge.check.finding.FindingKind.WRONG_STATEMENT;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.ShippedStatements.Effect;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The route of an event records what the event is about, with the statements of this event. */
final class EffectsRule implements Rule {
  private static final Set<String> SQL = Set.of("sql", "sql-stored", "jdbc");

  @Override
  public void check(Site site, Findings findings) {
    if (!EventWays.usesDatabase(site)) {
      return;
    }
    site.routes()
        .flatMap(Route::allSteps)
        .filter(step -> isWrong(site, step))
        .forEach(step -> wrong(site, step, findings));
    site.routes()
        .filter(route -> EventWays.event(route) != null)
        .forEach(route -> missing(site, route, findings));
  }

  private static boolean isWrong(Site site, Step step) {
    Statement statement = Statement.of(site, step);
    String shipped = statement == null ? null : statement.shipped();
    if (statement == null || shipped == null || statement.sql().isEmpty()) {
      return false;
    }
    String event = EventWays.event(step.route());
    Set<String> usual = ShippedStatements.of(step.id());
    return (usual != null && !usual.contains(shipped))
        || (event != null
            && !ShippedStatements.effects(event).isEmpty()
            && ShippedStatements.isOfOtherEvent(event, statement));
  }

  private static void wrong(Site site, Step step, Findings findings) {
    Call call = step.call();
    Statement statement = Statement.of(site, step);
    Set<String> usual = ShippedStatements.of(step.id());
    if (call == null || statement == null) {
      return;
    }
    String event = EventWays.event(step.route());
    List<String> right =
        usual != null
            ? usual.stream().sorted().toList()
            : ShippedStatements.effects(String.valueOf(event)).stream()
                .map(Effect::statement)
                .toList();
    findings.add(
        WRONG_STATEMENT,
        step.place(),
        step.where(),
        statement.query()
            + " belongs to another step"
            + (event == null ? "" : " or event")
            + ", and what this step should record is missing",
        "did you mean "
            + String.join(
                " or ", right.stream().map(each -> "classpath:sql/" + each + ".sql").toList())
            + "?");
  }

  private static void missing(Site site, Route route, Findings findings) {
    List<Step> steps =
        RouteGraph.of(site).from(route).stream()
            .flatMap(Route::allSteps)
            .filter(step -> !step.isDisabled())
            .toList();
    if (steps.stream().anyMatch(step -> step.route().equals(route) && isWrong(site, step))) {
      return;
    }
    List<Effect> missing = new ArrayList<>();
    for (Effect effect : ShippedStatements.effects(String.valueOf(EventWays.event(route)))) {
      if (steps.stream().noneMatch(step -> records(site, step, effect))) {
        missing.add(effect);
      }
    }
    if (!missing.isEmpty()) {
      findings.add(
          EFFECT_MISSING,
          route.place(),
          route.name(),
          "no step runs "
              + String.join(
                  " or ",
                  missing.stream()
                      .map(effect -> "classpath:sql/" + effect.statement() + ".sql")
                      .toList())
              + ", or a statement of yours in its place, so that "
              + String.join(", and ", missing.stream().map(Effect::loss).toList()),
          "put the step "
              + String.join(" and ", missing.stream().map(Effect::step).toList())
              + " back into the policy effects-once");
    }
  }

  /** Whether the step records it: as the bridge does, or by a statement of the site's own. */
  static boolean records(Site site, Step step, Effect effect) {
    if (effect.step().equals(step.id()) && !step.kind().equals("log")) {
      return true;
    }
    Call call = step.call();
    Statement statement = Statement.of(site, step);
    if (call == null || statement == null || !SQL.contains(call.scheme())) {
      return false;
    }
    return effect.statement().equals(statement.shipped())
        || statement.sql().isEmpty()
        || (statement.writes()
            && statement.shipped() == null
            && statement.tables().anyMatch(table -> table.contains(effect.subject())));
  }
}
