package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.*;
import static io.m2mbridge.check.finding.FindingKind.API_KEY;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Leaves out findings that only follow from another one: one mistake is told once. */
final class OneMistake {
  /** How far the mistake reaches. */
  private enum Reach {
    PLACE,
    STEP,
    ROUTE
  }

  /** A kind that follows from another one within its reach. */
  private record Follows(FindingKind kind, FindingKind cause, Reach reach) {}

  private static final List<Follows> ALL =
      List.of(
          new Follows(WRONG_STATEMENT, DUPLICATE_ID, Reach.STEP),
          new Follows(PARAMETERS_COUNT, WRONG_STATEMENT, Reach.STEP),
          new Follows(PERSONAL_DATA_IN_LOG, SIGNATURE_NOT_FIRST, Reach.STEP),
          new Follows(PERSONAL_DATA_IN_LOG, NOT_A_PATH, Reach.STEP),
          new Follows(NEVER_TRUE, NOT_A_PATH, Reach.STEP),
          new Follows(STEP_MISSING, NEVER_TRUE, Reach.STEP),
          new Follows(UNKNOWN_BEAN, API_KEY, Reach.STEP),
          new Follows(UNKNOWN_HEADER, USER_DATA_QUERY, Reach.ROUTE),
          new Follows(WEBHOOK_FAILURES, WEBHOOK_STATUS, Reach.PLACE),
          new Follows(UNREACHABLE_STEP, EVENT_NOT_DISPATCHED, Reach.ROUTE),
          new Follows(FORWARD_MISSING, EMPTY_BRANCH, Reach.ROUTE),
          new Follows(EFFECT_MISSING, EMPTY_BRANCH, Reach.ROUTE),
          new Follows(STEP_MISSING, EMPTY_BRANCH, Reach.ROUTE));

  private OneMistake() {}

  /** Returns the findings without those that follow from others of them. */
  static List<Finding> of(Site site, List<Finding> all) {
    List<Finding> twice = all.stream().filter(each -> each.kind() == DUPLICATE_KEY).toList();
    return all.stream()
        .filter(each -> twice.stream().noneMatch(key -> isWithin(site, each, key)))
        .filter(each -> all.stream().noneMatch(cause -> follows(each, cause)))
        .toList();
  }

  private static boolean follows(Finding finding, Finding cause) {
    return ALL.stream()
        .anyMatch(
            each ->
                each.kind() == finding.kind()
                    && each.cause() == cause.kind()
                    && reaches(each.reach(), cause, finding));
  }

  private static boolean reaches(Reach reach, Finding cause, Finding finding) {
    return switch (reach) {
      case PLACE -> cause.place().equals(finding.place());
      case STEP -> Objects.equals(cause.where(), finding.where());
      case ROUTE -> route(cause).equals(route(finding));
    };
  }

  private static String route(Finding finding) {
    return String.valueOf(finding.where()).replaceFirst("/.*", "");
  }

  /** Whether a finding is of the step in which a key is there twice. */
  private static boolean isWithin(Site site, Finding finding, Finding key) {
    if (finding.kind() == DUPLICATE_KEY || !finding.place().file().equals(key.place().file())) {
      return false;
    }
    Optional<Step> step =
        Stream.concat(site.routes(), site.configurations())
            .filter(route -> route.place().file().equals(key.place().file()))
            .flatMap(Route::allSteps)
            .filter(each -> each.place().line() <= key.place().line())
            .max(Comparator.comparing(Step::place));
    return step.isPresent() && step.get().where().equals(finding.where());
  }
}
