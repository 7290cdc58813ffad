package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimCheckRuleTest {
  @ParameterizedTest
  @CsvSource({
    "notify, keep-event",
    "notify, bring-event-back",
    "data-request-answer, put-event-aside",
    "data-request-answer, give-event-back"
  })
  void findsOneOfTheTwoThatIsMissing(String route, String step) {
    OwnStep.finding("step-missing", new EditedSite().putInPlaceOf(route, step, ""));
  }

  @Test
  void allowsAPairAndAStack() {
    OwnStep.isRight(
        "- claimCheck: {id: a, operation: Set, key: one}\n- claimCheck: {id: b, operation: GetAndRemove, key: one}");
    OwnStep.isRight(
        "- claimCheck: {id: a, operation: Push}\n- claimCheck: {id: b, operation: Pop}");
  }
}
