package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.check.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventNameRuleTest {
  private static EditedSite filter(String condition) {
    return new EditedSite()
        .insertBefore(
            "event-unknown",
            "forward-unknown-once",
            "- filter:\n    simple: \"" + condition + "\"\n    steps:\n      - to: log:x\n");
  }

  @ParameterizedTest
  @CsvSource({"event-forward", "event-dispatch"})
  void findsAnotherSpelling(String route) {
    Finding found =
        Found.only(
            "event-name",
            new EditedSite()
                .edit(
                    route,
                    "${variable.event} == 'operation.cancelled'",
                    "${variable.event} == 'operation.canceled'"));

    assertEquals("did you mean operation.cancelled?", found.advice());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${variable.event} == 'operation.complete'",
        "${variable.event} == 'operation.compleeted'",
        "${variable.event} == 'Operation.Created'",
        "${variable.event} == 'operation_created'",
        "${variable.event} == 'operation-created'",
        "${variable.event} == 'link.open'",
        "${variable.event} != 'user.data-request'",
        "${variable.event} in 'link.created,link.open'",
        "'link.creatd' == ${variable.event}",
        "${variable:event} == 'link.creatd'",
        "${variable.eventLabel} == 'link.creatd'",
        "${header.m2mEvent} == 'link.creatd'",
        "${variable.attempt} > 1 && ${variable.event} == 'operation.cancel'"
      })
  void findsNamesThatAreAlmostRight(String condition) {
    Found.only("event-name", filter(condition));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${variable.event} == 'operation.completed'",
        "${variable.event} == 'operation.processing'",
        "${variable.event} == 'operation.failed'",
        "${variable.event} == 'link.expired'",
        "${variable.event} == 'link.revoked'",
        "${variable.event} == 'payout.settled'",
        "${variable.event} == 'operation.refunded'",
        "${variable.event} == 'operation.created.v2'",
        "${variable.event} starts with 'operation.'",
        "${variable.eventLabel} == 'unknown'",
        "${variable.notice} == 'operation-created'",
        "${variable.event} == ''"
      })
  void allowsNamesThatM2MMayAdd(String condition) {
    Found.nothing(filter(condition));
  }

  @Test
  void namesEachExpressionOnce() {
    Found.only(
        "event-name",
        filter("${variable.event} == 'link.opend' || ${variable.event} == 'link.creatd'"));
  }
}
