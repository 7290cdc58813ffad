package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchRuleTest {
  private static final String CREATED = "\"${variable.event} == 'operation.created'\"";

  private static EditedSite condition(String event, String condition) {
    return new EditedSite()
        .edit("event-dispatch", "\"${variable.event} == '" + event + "'\"", condition);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"${variable.event} == 'operation.processing'\"",
        "\"${variable.event} == 'operation.created' && ${variable.event} == 'link.created'\"",
        "\"${variable.event} starts with 'user.'\"",
        "\"${variable.event} in 'user.data_request'\"",
        "\"false\""
      })
  void findsAConditionThatIsNotTrueForItsEvent(String condition) {
    Finding found = Found.only("event-not-dispatched", condition("operation.created", condition));

    assertEquals("event-dispatch/is-operation-created", found.where());
  }

  @ParameterizedTest
  @CsvSource({"link.created", "link.opened", "operation.created", "operation.cancelled"})
  void findsANegatedConditionOnce(String event) {
    Finding found =
        Found.only(
            "event-not-dispatched", condition(event, "\"${variable.event} != '" + event + "'\""));

    assertEquals("event-dispatch/is-" + event.replace('.', '-'), found.where());
  }

  @Test
  void findsAConditionThatIsTrueForOthersToo() {
    Finding found =
        Found.only(
            "event-not-dispatched",
            condition("operation.created", "\"${variable.event} starts with 'operation.'\""));

    assertTrue(found.problem().contains("operation.cancelled"), found.problem());
    assertEquals("event-dispatch/is-operation-created", found.where());
  }

  @Test
  void findsSwappedRoutes() {
    EditedSite site =
        new EditedSite()
            .edit("event-dispatch", "name: event-operation-created", "name: event-swapped")
            .edit(
                "event-dispatch",
                "name: event-operation-cancelled",
                "name: event-operation-created")
            .edit("event-dispatch", "name: event-swapped", "name: event-operation-cancelled");

    Finding found = Found.only("event-not-dispatched", site);
    assertEquals("event-dispatch/is-operation-created", found.where());
  }

  @ParameterizedTest
  @CsvSource({
    "event-operation-created, event-operation-cancelled",
    "event-link-created, event-link-opened",
    "event-unknown, event-link-opened",
    "event-operation-created, event-forward"
  })
  void findsTheWrongRoute(String right, String wrong) {
    Finding found =
        Found.only(
            "event-not-dispatched",
            new EditedSite().edit("event-dispatch", "name: " + right, "name: " + wrong));

    assertTrue(found.sentence().contains(right), found.sentence());
  }

  @Test
  void findsTheWrongRouteOfDataRequests() {
    Found.only(
        "event-not-dispatched",
        new EditedSite()
            .edit("data-request-dispatch", "name: event-user-data-request", "name: event-unknown"));
  }

  @Test
  void findsABranchThatWasRemoved() {
    Finding found =
        Found.only(
            "event-not-dispatched",
            new EditedSite()
                .edit(
                    "event-dispatch",
"""
              - id: is-operation-cancelled
                expression:
                  simple:
                    expression: "${variable.event} == 'operation.cancelled'"
                steps:
                  - to:
                      id: to-operation-cancelled
                      uri: direct
                      parameters:
                        name: event-operation-cancelled
""",
                    ""));

    assertEquals("event-dispatch/by-event", found.where());
  }

  @Test
  void findsACallThatIsDisabled() {
    Found.only(
        "event-not-dispatched",
        new EditedSite()
            .edit(
                "event-dispatch",
                "id: to-operation-created",
                "id: to-operation-created\n                      disabled: true"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CREATED,
        "\"'operation.created' == ${variable.event}\"",
        "\"${variable.event} =~ 'Operation.Created'\"",
        "\"${variable.event} in 'operation.created,operation.completed'\"",
        "\"${variable.event} regex 'operation[.]created'\"",
        "\"${variable.event} == 'operation.created' || ${variable.event} == 'operation.completed'\"",
        "\"${variable.event} == 'operation.created' && ${variable.attempt} > 0\"",
        "\"${variable.eventLabel} == 'operation.created'\""
      })
  void allowsOtherFormsOfACondition(String condition) {
    Found.nothing(condition("operation.created", condition));
  }

  @Test
  void allowsABranchForANewEvent() {
    Found.nothing(
        new EditedSite()
            .edit(
                "event-dispatch",
                "              - id: is-operation-created\n",
"""
              - simple: "${variable.event} == 'operation.completed'"
                steps:
                  - to: direct:operation-completed
              - id: is-operation-created
""")
            .with(
                "operation-completed",
                "- from:\n    uri: direct:operation-completed\n    steps:\n      - to: log:x\n"));
  }

  @Test
  void allowsARouteBetween() {
    Found.nothing(
        new EditedSite()
            .edit("event-dispatch", "name: event-operation-created", "name: ours")
            .with(
                "ours",
                "- from:\n    uri: direct:ours\n    steps:\n      - to: log:x\n      - to: direct:event-operation-created\n"));
  }

  @Test
  void allowsACalculatedRoute() {
    Found.nothing(
        new EditedSite()
            .edit(
                "event-dispatch",
                "                  - to:\n                      id: to-operation-created\n                      uri: direct\n                      parameters:\n                        name: event-operation-created\n",
                "                  - toD: \"direct:event-${variable.event.replace('.', '-')}\"\n"));
  }
}
