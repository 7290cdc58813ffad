package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.RUNS_FOR_DUPLICATES;
import static io.m2mbridge.check.finding.FindingKind.STORE_ORDER;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryRuleTest {
  private static final String RIGHT =
      "idempotentRepository: \"deliveries-{{m2m.deliveries.repository}}\"";

  @Test
  void findsADuplicateThatIsLookedForElsewhere() {
    Found.only(
        new EditedSite()
            .edit("webhook-receive", RIGHT, "idempotentRepository: deliveries-caffeine"),
        STORE_ORDER,
        "webhook-receive/first-delivery-only");
  }

  @Test
  void findsAStoreOfAnotherRepository() {
    Found.only(
        new EditedSite()
            .edit(
                "beans",
                "type: io.m2mbridge.inbox.StoreDelivery\n      constructors:\n        0:"
                    + " \"#bean:deliveries-{{m2m.deliveries.repository}}\"",
                "type: io.m2mbridge.inbox.StoreDelivery\n      constructors:\n        0:"
                    + " \"#bean:deliveries-caffeine\""),
        STORE_ORDER,
        "store-delivery");
  }

  @Test
  void allowsTheRepositoryThatTheSettingNamesAndOnesOfTheSite() {
    Found.nothing(
        new EditedSite()
            .edit("webhook-receive", RIGHT, "idempotentRepository: deliveries-caffeine")
            .edit("event-intake-store", RIGHT, "idempotentRepository: ours")
            .set("m2m.deliveries.repository", "caffeine"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM m2m_deliveries WHERE state = 'done'",
        "truncate table public.m2m_deliveries"
      })
  void warnsOfKeysThatAreDeleted(String sql) {
    Found.only(
        new EditedSite().edit("retention", "classpath:sql/delivery-erase-payloads.sql", sql),
        RUNS_FOR_DUPLICATES,
        "retention/erase-payloads");
  }

  @Test
  void findsAStatementThatRevivesEvents() {
    Found.only(
        "endless-redelivery",
        new EditedSite()
            .with(
                "ours",
                "- from:\n    uri: sql:SELECT id FROM m2m_deliveries WHERE state = 'dead'\n"
                    + "    parameters:\n      dataSource: \"#dataSource\"\n"
                    + "      onConsume: UPDATE m2m_deliveries SET state = 'pending' WHERE id = :#id\n"
                    + "    steps:\n      - log: again\n"));
  }

  @Test
  void allowsOldCallsToBeDeleted() {
    Found.nothing(
        new EditedSite()
            .edit(
                "retention",
                "classpath:sql/delivery-erase-payloads.sql",
                "DELETE FROM m2m_outside_calls WHERE called_at < now() - interval '1 year'"));
  }
}
