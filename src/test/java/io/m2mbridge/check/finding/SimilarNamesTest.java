package io.m2mbridge.check.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.check.finding.SimilarNames.Match;
import io.m2mbridge.settings.KnownSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimilarNamesTest {
  private static final KnownSettings KNOWN = KnownSettings.with(List.of());

  private static Optional<String> nearest(String name) {
    return SimilarNames.nearest(name, KNOWN.variables())
        .map(match -> match.nearness() + " " + match.name());
  }

  @ParameterizedTest
  @CsvSource({
    "M2M_WEBHOOK_MAXAGE, M2M_WEBHOOK_MAX_AGE",
    "M2M_WEBHOOK_MAX_AGES, M2M_WEBHOOK_MAX_AGE",
    "M2M_WEBHOOK_MAX_AEG, M2M_WEBHOOK_MAX_AGE",
    "M2M-WEBHOOK-MAX-AGE, M2M_WEBHOOK_MAX_AGE",
    "m2m.webhook.maxAge, M2M_WEBHOOK_MAX_AGE",
    "M2M__WEBHOOK__SECRET, M2M_WEBHOOK_SECRET",
    "M2MWEBHOOK_SECRET, M2M_WEBHOOK_SECRET",
    "m2m_webhook_secret, M2M_WEBHOOK_SECRET",
    "M2M_WEBHOKO_SECRET, M2M_WEBHOOK_SECRET",
    "M2M_OPERATION_CREATED_FOWARD, M2M_OPERATION_CREATED_FORWARD",
    "M2M_OPERATION_CREATE_FORWARD, M2M_OPERATION_CREATED_FORWARD",
    "M2M_OPERATIONS_CANCELED_FORWARD, M2M_OPERATION_CANCELLED_FORWARD",
    "M2M_DEMOS, M2M_DEMO",
    "M2M_LOGLEVEL, M2M_LOG_LEVEL",
    "M2M_HTTPS_PORT, M2M_HTTP_PORT",
  })
  void knowsAMisspeltOne(String name, String meant) {
    assertEquals(Optional.of("MISSPELT " + meant), nearest(name));
  }

  @ParameterizedTest
  @CsvSource({
    "M2M_DATABASE_USER, M2M_DATABASE_USERNAME",
    "M2M_DATABASE_PWD, M2M_DATABASE_PASSWORD",
    "M2M_DB_URL, M2M_DATABASE_URL",
    "M2M_API_URL, M2M_API_BASE_URL",
    "M2M_OPERATION_FORWARD, M2M_OPERATION_CREATED_FORWARD",
    "M2M_WEBHOOK_SECRET_OLD, M2M_WEBHOOK_SECRET",
    "M2M_WEBHOOK_SECRET_2, M2M_WEBHOOK_SECRET",
    "M2M_API_KEY_MX, M2M_API_KEY",
    "M2M_SECRET_WEBHOOK, M2M_WEBHOOK_SECRET",
    "M2M_WEBHOOK_BODY_MAX_SIZE, M2M_WEBHOOK_MAX_BODY_SIZE",
  })
  void knowsARelatedOne(String name, String meant) {
    assertEquals(Optional.of("RELATED " + meant), nearest(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "M2M_DATABASE_HOST",
        "M2M_DATABASE_PORT",
        "M2M_HOME",
        "M2M_VERSION",
        "M2M_LEDGER_TOKEN",
        "M2M_ENVIRONMENT"
      })
  void knowsWhatIsAnother(String name) {
    assertEquals(
        Optional.empty(),
        SimilarNames.nearest(name, KNOWN.variables())
            .filter(match -> match.nearness() != SimilarNames.Nearness.REMOTE));
  }

  @Test
  void countsLettersThatAreAddedRemovedChangedOrSwapped() {
    assertEquals(0, SimilarNames.distance("forward", "forward"));
    assertEquals(1, SimilarNames.distance("foward", "forward"));
    assertEquals(1, SimilarNames.distance("forwards", "forward"));
    assertEquals(1, SimilarNames.distance("forwart", "forward"));
    assertEquals(1, SimilarNames.distance("froward", "forward"));
    assertEquals(7, SimilarNames.distance("", "forward"));
  }

  @Test
  void findsNothingForWhatHasNothingToDoWithAny() {
    assertEquals(
        Optional.<Match>empty(), SimilarNames.nearest("m2m.qqqqqqqq.zzzzzzzzzz", KNOWN.keys()));
  }
}
