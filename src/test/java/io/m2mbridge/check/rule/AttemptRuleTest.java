package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.DEPENDS_ON_ATTEMPT;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptRuleTest {
  private static final String EVENT = "event-operation-created";
  private static final String CALL = "steps: [{to: \"http://ledger.internal/operations\"}]";

  private static EditedSite with(String yaml) {
    return new EditedSite().insertBefore(EVENT, "forward-operation-created-once", yaml);
  }

  private static EditedSite filter(String condition) {
    return with("- filter: {id: own, simple: \"" + condition + "\", " + CALL + "}\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${variable.attempt} == 1",
        "${variable.attempt} < 2",
        "${variable.attempt} <= 3",
        "${variables.attempt} == '1'",
        "1 == ${variable.attempt}",
        "${variable.attempt} in '1,2'",
        "${variable.attempt} == 1 && ${variable.data[status]} == 'created'"
      })
  void findsACallOfTheFirstAttemptsAlone(String condition) {
    Found.only(filter(condition), DEPENDS_ON_ATTEMPT, EVENT + "/own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${variable.attempt} > 1",
        "${variable.attempt} == 3",
        "${variable.run} == 1",
        "${variable.attempt} == 1 || ${variable.data[status]} == 'created'"
      })
  void allowsACallOfLaterAttempts(String condition) {
    Found.nothing(filter(condition));
  }

  @Test
  void findsAForwardThatChanceDecidesAbout() {
    EditedSite site =
        new EditedSite()
            .putInPlaceOf(
                EVENT,
                "forward-operation-created-once",
                "- filter: {id: own, simple: \"${random(10)} == 0\", steps: [{to:"
                    + " \"direct:event-forward\"}]}\n");
    Found.only(site, DEPENDS_ON_ATTEMPT, EVENT + "/own");
  }

  @Test
  void findsAnEffectInAFilter() {
    EditedSite site = new EditedSite();
    String hold = "- filter:\n    id: own\n    simple: \"${variable.attempt} == 1\"\n    steps:\n";
    Found.only(
        site.putInPlaceOf(
            EVENT,
            "place-hold",
            hold + "      - to: \"sql:classpath:sql/fund-hold.sql?dataSource=#dataSource\"\n"),
        DEPENDS_ON_ATTEMPT,
        EVENT + "/own");
  }

  @Test
  void findsItInACalledRoute() {
    EditedSite site =
        with("- to: direct:ours\n")
            .with(
                "ours",
                "- from:\n    uri: direct:ours\n    steps:\n      - filter: {id: own, simple: \"${variable.attempt} < 2\", "
                    + CALL
                    + "}\n");
    Found.only("depends-on-attempt", site);
  }

  @Test
  void findsTheOtherBranchOfAChoice() {
    String first =
        "- choice:\n    when:\n      - simple: \"${variable.attempt} > 1\"\n        steps: [";
    String second = "]\n    otherwise: {id: own, " + CALL + "}\n";
    Found.only(with(first + "{log: again}" + second), DEPENDS_ON_ATTEMPT, EVENT + "/own");
    Found.nothing(with(first + "{to: \"http://ledger2.internal/x\"}" + second));
  }

  @Test
  void findsAStopThatSkipsTheRest() {
    String filter = "- filter: {id: own, simple: \"${variable.attempt} > 1\", steps: [";
    Found.only(with(filter + "{stop: {}}]}\n"), DEPENDS_ON_ATTEMPT, EVENT + "/own");
    Found.nothing(with(filter + "{to: \"http://manual.internal/x\"}, {stop: {}}]}\n"));
  }

  @Test
  void allowsTwoFiltersThatShareTheAttempts() {
    String other = "- filter: {simple: \"${variable.attempt} > 1\", " + CALL + "}\n";
    Found.nothing(with("- filter: {simple: \"${variable.attempt} == 1\", " + CALL + "}\n" + other));
  }
}
