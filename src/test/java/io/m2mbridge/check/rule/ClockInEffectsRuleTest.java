package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.CLOCK_IN_EFFECTS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockInEffectsRuleTest {
  private static EditedSite with(String sql) {
    return new EditedSite()
        .withResource("file:sql/ledger.sql", "INSERT INTO ledger VALUES (1, NOW ())")
        .insertBefore(
            "event-operation-created",
            "place-hold",
            "- to: {id: own, uri: sql, parameters: {noop: true, query: \"" + sql + "\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO ledger VALUES (1, now())",
        "INSERT INTO ledger SELECT 1, CURRENT_TIMESTAMP",
        "UPDATE ledger SET day = current_date",
        "INSERT INTO ledger VALUES (clock_timestamp() AT TIME ZONE 'UTC')",
        "INSERT INTO ledger VALUES ('now'::timestamptz)",
        "INSERT INTO ledger VALUES (:#${date:now:yyyy-MM-dd})",
        "file:sql/ledger.sql"
      })
  void findsAClock(String sql) {
    Found.only(with(sql), CLOCK_IN_EFFECTS, "event-operation-created/own");
  }

  @Test
  void findsAClockInAVariable() {
    Found.only(
        new EditedSite()
            .insertBefore(
                "event-operation-created",
                "place-hold",
                "- setVariable: {id: own, name: day, simple: \"${date:now:yyyyMMdd}\"}"),
        CLOCK_IN_EFFECTS,
        "event-operation-created/own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO ledger VALUES (:#${variable.receivedAt}) -- never now()",
        "INSERT INTO ledger VALUES ('now() is a text')",
        "SELECT count(*) FROM rates WHERE valid_until > now()",
        "INSERT INTO known (now_at, snow) VALUES (1, 2)"
      })
  void allowsTheTimeOfTheEvent(String sql) {
    Found.nothing(with(sql));
  }

  @Test
  void allowsAClockOutsideEffects() {
    Found.nothing(
        new EditedSite()
            .insertBefore(
                "event-operation-created",
                "forward-operation-created-once",
                "- to: \"sql:UPDATE ours SET seen_at = now() WHERE id = 1\""));
  }
}
