package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EFFECT_OUTSIDE_TRANSACTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectOutsideTransactionRuleTest {
  private static final String ROUTE = "event-operation-created";
  private static final String FORWARD = "forward-operation-created-once";

  private static String statement(String sql) {
    return """
        - to:
            id: write-ledger
            uri: sql
            parameters:
              dataSource: "#dataSource"
              query: "%s"
              noop: true
        """
        .formatted(sql);
  }

  private static Finding only(EditedSite site, String where) {
    return Found.only(site, EFFECT_OUTSIDE_TRANSACTION, where);
  }

  @Test
  void findsThePolicyTakenAwayOnce() {
    EditedSite site = new EditedSite().edit(ROUTE, "            ref: effects-once\n", "");
    site.edit(
        ROUTE,
        "- policy:\n            id: operation-created-effects-once",
        "- pipeline:\n            id: operation-created-effects-once");

    Finding found = only(site, ROUTE + "/record-operation");

    assertEquals(
        "the statement writes outside the policy effects-once, and so does place-hold, so that each"
            + " attempt of the event writes again",
        found.problem());
    assertEquals("move the step into a step policy with ref: effects-once", found.advice());
  }

  @ParameterizedTest
  @ValueSource(strings = {"own-transaction", "outside-once"})
  void findsTheEffectsInAnotherPolicy(String policy) {
    only(
        new EditedSite().edit(ROUTE, "ref: effects-once", "ref: " + policy),
        ROUTE + "/record-operation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO ledger VALUES (:#${variable.data[operationId]})",
        "insert into ledger (id) select 1",
        "UPDATE accounts SET balance = balance - :#${variable.data[amount][send]} WHERE id = 1",
        "UPDATE a SET n = 1, total = coalesce(a.total, 0) + 5 WHERE id = 1",
        "WITH x AS (SELECT 1) INSERT INTO ledger SELECT * FROM x",
        "INSERT INTO t AS t VALUES (1) ON CONFLICT (id) DO UPDATE SET n = t.n + 1",
        "CALL book(1)",
        "file:sql/ledger.sql"
      })
  void findsAStatementAfterThePolicy(String sql) {
    EditedSite site =
        new EditedSite()
            .insertBefore(ROUTE, FORWARD, statement(sql))
            .withResource("file:sql/ledger.sql", "-- one row\nINSERT INTO ledger VALUES (1)");

    Finding found = only(site, ROUTE + "/write-ledger");

    assertEquals("move the step into the policy operation-created-effects-once", found.advice());
  }

  @Test
  void findsTheShortFormBeforeThePolicy() {
    only(
        new EditedSite()
            .insertBefore(
                ROUTE,
                "operation-created-effects-once",
                "- to: \"sql:INSERT INTO ledger VALUES (1)?dataSource=#dataSource\"\n"),
        ROUTE + "/to");
  }

  @Test
  void findsAStatementInACalledRouteAndInTheUnknownEvent() {
    EditedSite site =
        new EditedSite()
            .insertBefore("event-unknown", "forward-unknown-once", "- to: direct:site-ledger\n")
            .with(
                "site-ledger",
                "- from:\n    uri: direct:site-ledger\n    steps:\n"
                    + "      - set-body: {constant: INSERT INTO ledger VALUES (1)}\n"
                    + "      - to: {id: write, uri: \"jdbc:dataSource\"}\n");

    Found.only(site, EFFECT_OUTSIDE_TRANSACTION, "routes/site-ledger.camel.yaml/write");
  }

  @Test
  void findsAStatementOnAnotherThread() {
    Finding found =
        only(
            new EditedSite()
                .insertBefore(
                    ROUTE,
                    "notices-on-operation-created",
                    "- multicast:\n    parallelProcessing: true\n    steps:\n"
                        + statement("INSERT INTO ledger VALUES (1)").indent(6)),
            ROUTE + "/write-ledger");

    assertTrue(found.problem().contains("on another thread"), found.problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT rate FROM rates WHERE id = 1 FOR UPDATE",
        "SELECT 1 -- INSERT INTO x",
        "SELECT 'insert into x'",
        "INSERT INTO ledger VALUES (1) ON CONFLICT DO NOTHING",
        "INSERT INTO l AS l VALUES (1) ON CONFLICT (id) DO UPDATE SET a = excluded.a, b = coalesce(l.b, excluded.b)",
        "UPDATE ours SET state = 'sent' WHERE state = 'new' AND id = 1",
        "DELETE FROM reserved WHERE id = 1",
        "classpath:sql/notice.sql"
      })
  void allowsWhatRepeatsWithoutHarm(String sql) {
    Found.nothing(new EditedSite().insertBefore(ROUTE, FORWARD, statement(sql)));
  }

  @Test
  void allowsAStatementInAPolicy() {
    String insert = statement("INSERT INTO ledger VALUES (1)");
    Found.nothing(new EditedSite().insertBefore(ROUTE, "place-hold", insert));
    for (String policy : new String[] {"own-transaction", "outside-once", "site-policy"}) {
      Found.nothing(
          new EditedSite()
              .insertBefore(
                  ROUTE,
                  FORWARD,
                  "- policy:\n    id: ours\n    ref: "
                      + policy
                      + "\n    steps:\n"
                      + insert.indent(6)));
    }
  }

  @Test
  void allowsAStatementThatNoEventPasses() {
    String insert = statement("INSERT INTO report VALUES (1)").indent(6);
    Found.nothing(
        new EditedSite()
            .with("site-report", "- from:\n    uri: sql:SELECT 1\n    steps:\n" + insert)
            .with(
                "site-rest",
                "- from:\n    uri: platform-http:/ours\n    steps:\n"
                    + insert.replace("id: ", "id: rest-")));
  }

  @Test
  void allowsARowForEachFailedAttempt() {
    Found.nothing(
        new EditedSite()
            .insertBefore(
                ROUTE,
                FORWARD,
                "- doTry:\n    steps:\n      - to: http://ledger.internal/\n    doCatch:\n"
                    + "      - exception: [java.lang.Exception]\n        steps:\n"
                    + statement("INSERT INTO failures VALUES (1)").indent(10)
                    + "          - throwException: {exceptionType: java.lang.IllegalStateException, message: refused}\n"));
  }
}
