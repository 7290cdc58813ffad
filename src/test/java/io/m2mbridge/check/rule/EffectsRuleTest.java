package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EFFECT_MISSING;
import static io.m2mbridge.check.finding.FindingKind.WRONG_STATEMENT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.check.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectsRuleTest {
  @ParameterizedTest
  @CsvSource({
    "event-operation-created, place-hold",
    "event-operation-created, record-operation",
    "event-operation-cancelled, record-cancellation",
    "event-operation-cancelled, release-hold",
    "event-link-created, note-creation",
    "event-link-opened, note-opening",
    "event-user-data-request, note-data-request"
  })
  void findsAStepThatIsGoneOrDisabled(String route, String step) {
    Found.only(new EditedSite().putInPlaceOf(route, step, "- log: gone"), EFFECT_MISSING, route);
    Found.only(
        new EditedSite()
            .edit(
                route,
                "id: " + step + "\n",
                "id: " + step + "\n                  disabled: true\n"),
        EFFECT_MISSING,
        route);
  }

  @Test
  void tellsAWholePolicyThatIsGoneOnce() {
    Finding found =
        Found.only(
            new EditedSite()
                .putInPlaceOf("event-operation-cancelled", "operation-cancelled-effects-once", ""),
            EFFECT_MISSING,
            "event-operation-cancelled");

    assertEquals(
        "put the step record-cancellation and release-hold back into the policy effects-once",
        found.advice());
  }

  @ParameterizedTest
  @CsvSource({
    "event-link-created, link-created, link-opened, note-creation",
    "event-operation-cancelled, operation-cancelled, operation-created, record-cancellation",
    "event-operation-created, fund-hold, operation-cancelled, place-hold",
    "reply-put, reply-attempt, reply-answered, note-attempt",
    "operation-notices, notice, notice-reply-rejected, keep-notice"
  })
  void findsTheStatementOfAnother(String route, String right, String wrong, String step) {
    Finding found =
        Found.only(
            new EditedSite().edit(route, "sql/" + right + ".sql", "sql/" + wrong + ".sql"),
            WRONG_STATEMENT,
            route + "/" + step);

    assertEquals("did you mean classpath:sql/" + right + ".sql?", found.advice());
  }

  @Test
  void findsTheStatementOfAnotherEventInAStepOfAnyName() {
    Found.only(
        new EditedSite()
            .edit("event-link-created", "id: note-creation", "id: write-link")
            .edit("event-link-created", "sql/link-created.sql", "sql/link-opened.sql"),
        WRONG_STATEMENT,
        "event-link-created/write-link");
  }

  @Test
  void allowsAStatementOfTheSitesOwn() {
    Found.nothing(
        new EditedSite()
            .edit("event-operation-created", "classpath:sql/fund-hold.sql", "file:sql/hold.sql")
            .withResource("file:sql/hold.sql", "INSERT INTO m2m_fund_holds SELECT 1"));
    Found.nothing(
        new EditedSite()
            .edit("event-operation-created", "id: place-hold", "id: our-own")
            .edit(
                "event-operation-created",
                "classpath:sql/fund-hold.sql",
                "INSERT INTO site_holds VALUES (1)"));
  }

  @Test
  void doesNotTakeALedgerRowForAnOperation() {
    Found.only(
        new EditedSite()
            .putInPlaceOf(
                "event-operation-created",
                "record-operation",
                "- to: \"sql:INSERT INTO ledger VALUES (:#${variable.data[operationId]})\""),
        EFFECT_MISSING,
        "event-operation-created");
  }

  @Test
  void allowsTheEffectsInARouteOfTheirOwn() {
    Found.nothing(
        new EditedSite()
            .putInPlaceOf("event-link-opened", "note-opening", "- to: direct:site-opening")
            .with(
                "site-opening",
                "- from:\n    uri: direct:site-opening\n    steps:\n"
                    + "      - to: \"sql:classpath:sql/link-opened.sql?noop=true\"\n"));
  }

  @Test
  void allowsAnUnknownEventToUseAStatement() {
    Found.nothing(
        new EditedSite()
            .insertBefore(
                "event-unknown",
                "forward-unknown-once",
                "- policy:\n    id: ours\n    ref: effects-once\n    steps:\n"
                    + "      - to: \"sql:classpath:sql/operation-cancelled.sql?noop=true\"\n"));
  }
}
