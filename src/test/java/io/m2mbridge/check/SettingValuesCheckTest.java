package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.Settings;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A good configuration with one deviation each. */
class SettingValuesCheckTest {
  private final Properties settings = Settings.defaults();

  @BeforeEach
  void fillIn() {
    settings.setProperty("m2m.webhook.secret", "whsec_0123456789abcdef");
    settings.setProperty("m2m.api.key", "m2m_live_0123456789");
    settings.setProperty("m2m.database.url", "jdbc:postgresql://db.example/m2m");
  }

  private void withoutDatabase() {
    settings.setProperty("m2m.deliveries.repository", "caffeine");
    settings.setProperty("m2m.api.key", "");
    settings.setProperty("m2m.database.url", "");
  }

  private void assertMistakes(String... sentences) {
    assertEquals(
        List.of(sentences),
        SettingValuesCheck.mistakes(key -> settings.getProperty(key, "").strip()));
  }

  @Test
  void takesGoodConfiguration() {
    assertMistakes();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m2m.api.base-url         | https://api.m2m.leapfinancial.com/",
        "m2m.api.base-url         | https://API.M2M.LeapFinancial.com:443",
        "m2m.api.base-url         | http://127.0.0.1:8089",
        "m2m.api.base-url         | http://localhost",
        "m2m.api.base-url         | http://[::1]:1",
        "m2m.api.key              | a/key+of=another:shape",
        "m2m.webhook.secret       | 0123456789abcdef",
        "m2m.webhook.secret       | whsec_0123456789abcdef, whsec_fedcba9876543210",
        "m2m.retention.payload    | 90d",
        "m2m.retention.payload    | 1d12h",
        "m2m.retention.payload    | ''",
        "m2m.webhook.max-age      | 90s",
        "m2m.webhook.max-age      | 1h30m",
        "m2m.dispatch.back-off    | 250",
        "m2m.http.port            | 65535",
        "m2m.database.pool-size   | 1",
        "m2m.deliveries.repository| jdbc",
        "m2m.intake.kafka.brokers | kafka:9092",
        "m2m.intake.kafka.brokers | kafka-1.internal:9092 , 10.0.0.7:9093",
        "m2m.intake.kafka.topic   | 'not read, as there are no brokers'",
      })
  void takes(String key, String value) {
    settings.setProperty(key, value);

    assertMistakes();
  }

  @Test
  void takesSandboxKeyWithSandbox() {
    settings.setProperty("m2m.api.key", "m2m_test_0123456789");
    settings.setProperty("m2m.api.base-url", "https://api.sandbox.m2m.leapfinancial.com");

    assertMistakes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", " , "})
  void asksForSecret(String secret) {
    settings.setProperty("m2m.webhook.secret", secret);

    assertMistakes(
        "The webhook secret is missing: set M2M_WEBHOOK_SECRET to the one that M2M's Partner Portal"
            + " shows.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"whsec_012345678", "whsec_0123456789abcdef,short"})
  void refusesShortSecret(String secret) {
    settings.setProperty("m2m.webhook.secret", secret);

    assertMistakes(
        "A webhook secret is shorter than 16 characters: set M2M_WEBHOOK_SECRET to the whole secret,"
            + " whsec_ included.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"aaaaaaaaaaaaaaaa", "whsec_0000000000000000", "whsec_abcdabcdabcdabcdabcd"})
  void refusesSecretOfFewDifferentCharacters(String secret) {
    settings.setProperty("m2m.webhook.secret", "whsec_0123456789abcdef," + secret);

    assertMistakes(
        "A webhook secret is made of so few different characters that it could be guessed: set"
            + " M2M_WEBHOOK_SECRET to the one that M2M's Partner Portal shows.");
  }

  /** The dev profile's, those of M2M's pages and of this project's, and what people put there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "whsec_for_development_only",
        "whsec_abc123def456ghi789",
        "whsec_your_secret_here",
        "WHSEC_EXAMPLE_0123456",
        "changeme-changeme"
      })
  void refusesSampleSecret(String secret) {
    settings.setProperty("m2m.webhook.secret", secret);

    assertMistakes(
        "A webhook secret is a sample that anyone can read: set M2M_WEBHOOK_SECRET to the one that"
            + " M2M's Partner Portal shows.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2m_live_your_api_key_here", "m2m_live_for_development_only"})
  void refusesSampleKey(String key) {
    settings.setProperty("m2m.api.key", key);

    assertMistakes("The API key is a sample: set M2M_API_KEY to a key of M2M's Partner Portal.");
  }

  @Test
  void asksForApiKey() {
    settings.setProperty("m2m.api.key", "");

    assertMistakes("The API key is missing: set M2M_API_KEY to a key of M2M's Partner Portal.");
  }

  @Test
  void refusesApiKeyOfTwoLines() {
    settings.setProperty("m2m.api.key", "m2m_live_0123456789\nm2m_live_9876543210");

    assertMistakes(
        "The API key has more than one line: set M2M_API_KEY, or the content of its file, to the key alone.");
  }

  @Test
  void refusesSandboxKeyInProduction() {
    settings.setProperty("m2m.api.key", "m2m_test_0123456789");

    assertMistakes(
        "M2M_API_KEY is a sandbox key (m2m_test_), but M2M_API_BASE_URL is production: set both for"
            + " the same side.");
  }

  @Test
  void refusesProductionKeyInSandbox() {
    settings.setProperty("m2m.api.base-url", "https://api.sandbox.m2m.leapfinancial.com");

    assertMistakes(
        "M2M_API_KEY is a production key (m2m_live_), but M2M_API_BASE_URL is the sandbox: set both"
            + " for the same side.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                          | is not a URL with a host",
        "api.m2m.leapfinancial.com                   | is not a URL with a host",
        "https://                                    | is not a URL with a host",
        "https:///path                               | is not a URL with a host",
        "https://a b                                 | is not a URL with a host",
        "http://api.m2m.leapfinancial.com            | is not https (http is allowed on loopback only)",
        "http://127.0.0.1.example.com                | is not https (http is allowed on loopback only)",
        "ftp://api.m2m.leapfinancial.com             | is not https (http is allowed on loopback only)",
        "https://api.m2m.leapfinancial.com/partner   | has more than an origin (no path, query or user)",
        "https://api.m2m.leapfinancial.com?a=b       | has more than an origin (no path, query or user)",
        "https://ana@api.m2m.leapfinancial.com       | has more than an origin (no path, query or user)",
        "https://ana:secret@api.m2m.leapfinancial.com| has more than an origin (no path, query or user)",
        "https://api.m2m.leapfinancial.com#a         | has more than an origin (no path, query or user)",
      })
  void refusesBaseUrl(String url, String what) {
    settings.setProperty("m2m.api.base-url", url);

    assertMistakes(
        "M2M_API_BASE_URL " + what + ": set it to https://api.m2m.leapfinancial.com, for example.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jdbc:mysql://db.example/m2m", "postgresql://db.example/m2m"})
  void asksForDatabase(String url) {
    settings.setProperty("m2m.database.url", url);

    assertMistakes(
        "The database is missing: set M2M_DATABASE_URL to jdbc:postgresql://<host>/<database>, with"
            + " M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m2m.start.warm-up",
        "m2m.shutdown.delay",
        "m2m.shutdown.timeout",
        "m2m.dispatch.back-off",
        "m2m.dispatch.maximum-back-off",
        "m2m.reply.redelivery-delay"
      })
  void refusesWhatIsNoDuration(String key) {
    for (String wrong : List.of("", "soon", "-5m", "5 parsecs", "5m3")) {
      settings.setProperty(key, wrong);

      assertMistakes(
          key
              + " ("
              + Settings.variable(key)
              + ") is not a duration: set it as in 3h, 5m or 500ms.");
    }
  }

  /** Hours may be meant by 3, and days by 7. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "m2m.webhook.max-age",
        "m2m.webhook.max-ahead",
        "m2m.deliveries.caffeine.expire-after"
      })
  void refusesWhatIsNoDurationWithItsUnit(String key) {
    for (String wrong : List.of("", "3", "10800000", "soon", "-5m", "1sec", "5m3")) {
      settings.setProperty(key, wrong);

      assertMistakes(
          key
              + " ("
              + Settings.variable(key)
              + ") is not a duration with its unit: set it as in 3h, 5m or 500ms.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"never", "90", "-1d", "90 days", "1d; DROP TABLE m2m_users"})
  void refusesRetentionThatIsNoDurationWithItsUnit(String age) {
    settings.setProperty("m2m.retention.payload", age);

    assertMistakes(
        "m2m.retention.payload (M2M_RETENTION_PAYLOAD) is not a duration with its unit: set it as in"
            + " 90d or 12h, or to nothing to keep payloads.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m2m.webhook.max-body-size",
        "m2m.http.max-connections",
        "m2m.deliveries.caffeine.maximum-size",
        "m2m.intake.kafka.consumers",
        "m2m.database.pool-size",
        "m2m.dispatch.workers",
        "m2m.dispatch.data-request-workers",
        "m2m.dispatch.data-request-retries",
        "m2m.dispatch.data-request-forwards",
        "m2m.dispatch.maximum-attempts"
      })
  void refusesWhatIsNoCount(String key) {
    for (String wrong : List.of("", "0", "-1", "many", "1.5", "1e3", "9999999999")) {
      settings.setProperty(key, wrong);

      assertMistakes(
          key + " (" + Settings.variable(key) + ") is not a whole number of 1 or more: set one.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2m.http.port", "m2m.management.port"})
  void refusesWhatIsNoPort(String key) {
    for (String wrong : List.of("", "0", "65536", "http", "-1", "123456")) {
      settings.setProperty(key, wrong);

      assertMistakes(
          key + " (" + Settings.variable(key) + ") is not a port: set a number from 1 to 65535.");
    }
  }

  @Test
  void knowsTwoRepositories() {
    settings.setProperty("m2m.deliveries.repository", "redis");

    assertMistakes("m2m.deliveries.repository is neither jdbc nor caffeine: set one of the two.");
  }

  @Test
  void needsNeitherDatabaseNorKeyWhereEventsAreOnlyForwarded() {
    withoutDatabase();
    settings.setProperty("m2m.forward.default", "seda:esb");

    assertMistakes();
  }

  @Test
  void asksForEndpointOfEachEventWhereEventsAreOnlyForwarded() {
    withoutDatabase();
    settings.setProperty("m2m.link-created.forward", "seda:esb");

    assertMistakes(
        "Without a database every event needs an endpoint, but there is none in"
            + " m2m.link-opened.forward, m2m.user-data-request.forward,"
            + " m2m.operation-created.forward, m2m.operation-cancelled.forward, m2m.unknown.forward:"
            + " set m2m.forward.default (M2M_FORWARD_DEFAULT) for those without one.");
  }

  @Test
  void takesAnEndpointForEachEvent() {
    withoutDatabase();
    for (String event :
        List.of(
            "link-created",
            "link-opened",
            "user-data-request",
            "operation-created",
            "operation-cancelled",
            "unknown")) {
      settings.setProperty("m2m." + event + ".forward", "seda:esb");
    }

    assertMistakes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka",
        "kafka:",
        ":9092",
        "kafka:port",
        "kafka:9092,",
        "kafka-1:9092;kafka-2:9092",
        "kafka-1:9092 kafka-2:9092",
        "https://kafka:9092"
      })
  void refusesWhatIsNoListOfKafkaBrokers(String brokers) {
    settings.setProperty("m2m.intake.kafka.brokers", brokers);

    assertMistakes(
        "m2m.intake.kafka.brokers (M2M_INTAKE_KAFKA_BROKERS) is not a list of Kafka brokers: set it"
            + " as in one:9092,two:9092.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m2m events", "m2m/events", "m2m?brokers=other:9092"})
  void refusesWhatIsNoTopic(String topic) {
    settings.setProperty("m2m.intake.kafka.brokers", "kafka:9092");
    settings.setProperty("m2m.intake.kafka.topic", topic);

    assertMistakes(
        "m2m.intake.kafka.topic (M2M_INTAKE_KAFKA_TOPIC) is not the name of a topic: set it to"
            + " letters, digits, dots, underscores and hyphens.");
  }

  @Test
  void refusesToTakeInFromKafkaWithoutADatabase() {
    withoutDatabase();
    settings.setProperty("m2m.forward.default", "seda:esb");
    settings.setProperty("m2m.intake.kafka.brokers", "kafka:9092");

    assertMistakes(
        "Without a database no event can be read from m2m.intake.kafka.brokers"
            + " (M2M_INTAKE_KAFKA_BROKERS): set m2m.forward.default to direct:event-intake-send to"
            + " write to the topic, or unset the brokers.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2m.forward.default", "m2m.operation-created.forward"})
  void takesKafkaToWriteToWithoutADatabase(String key) {
    withoutDatabase();
    settings.setProperty("m2m.forward.default", "seda:esb");
    settings.setProperty("m2m.intake.kafka.brokers", "kafka:9092");
    settings.setProperty(key, "direct:event-intake-send");

    assertMistakes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2m.forward.default", "m2m.link-opened.forward", "m2m.unknown.forward"})
  void asksForTheBrokersOfTheTopicThatEventsGoTo(String key) {
    withoutDatabase();
    settings.setProperty("m2m.forward.default", "seda:esb");
    settings.setProperty(key, "direct:event-intake-send");

    assertMistakes(
        key
            + " is direct:event-intake-send, which needs Kafka: set m2m.intake.kafka.brokers"
            + " (M2M_INTAKE_KAFKA_BROKERS).");
  }

  @Test
  void namesEveryMistakeAtOnce() {
    settings.setProperty("m2m.api.key", "");
    settings.setProperty("m2m.http.port", "http");

    assertMistakes(
        "m2m.http.port (M2M_HTTP_PORT) is not a port: set a number from 1 to 65535.",
        "The API key is missing: set M2M_API_KEY to a key of M2M's Partner Portal.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"proxy.corp:3128", "http://user:secret@proxy.corp:1", "http://proxy corp:1"})
  void refusesAProxyThatIsNoneWithoutQuotingIt(String proxy) {
    settings.setProperty("m2m.api.proxy", proxy);
    assertMistakes(
        "m2m.api.proxy (M2M_API_PROXY) is not a proxy: set it as in http://proxy.internal:3128.");
  }

  @Test
  void refusesABaseUrlInCapitals() {
    settings.setProperty("m2m.api.base-url", "HTTPS://api.sandbox.m2m.leapfinancial.com");
    assertMistakes(
        "M2M_API_BASE_URL has a scheme in capitals: set it to https://api.m2m.leapfinancial.com, for example.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'whsec_q8Zt3LmV0aPw7Rk2'", "[\"whsec_q8Zt3LmV0aPw7Rk2\"]", "whsec_q8Zt3LmV0a…"})
  void refusesASecretAsItIsPasted(String secret) {
    settings.setProperty("m2m.webhook.secret", "whsec_0123456789abcdef," + secret);

    List<String> mistakes =
        SettingValuesCheck.mistakes(key -> settings.getProperty(key, "").strip());

    assertEquals(1, mistakes.size(), mistakes.toString());
    assertTrue(mistakes.get(0).startsWith("A webhook secret "), mistakes.toString());
    assertTrue(
        mistakes
            .get(0)
            .endsWith(": set M2M_WEBHOOK_SECRET, or the content of its file, to the secret alone."),
        mistakes.toString());
    assertFalse(mistakes.get(0).contains("q8Zt"), mistakes.toString());
  }

  @Test
  void refusesAKeyAsItIsPasted() {
    settings.setProperty("m2m.api.key", "Bearer m2m_live_0123456789");

    assertMistakes(
        "The API key has a name or something else before it: set M2M_API_KEY, or the content of its file,"
            + " to the key alone.");
  }

  @ParameterizedTest
  @CsvSource({"3, 5, 8", "4, 4, 8", "1, 1, 2", "3, 4, 7", "50, 1, 8"})
  void refusesRetriesAndForwardsThatLeaveNoWorker(String retries, String forwards, String workers) {
    settings.setProperty("m2m.dispatch.data-request-retries", retries);
    settings.setProperty("m2m.dispatch.data-request-forwards", forwards);
    settings.setProperty("m2m.dispatch.data-request-workers", workers);

    assertMistakes(
        "m2m.dispatch.data-request-retries and m2m.dispatch.data-request-forwards together take all"
            + " of m2m.dispatch.data-request-workers ("
            + retries
            + " and "
            + forwards
            + " of "
            + workers
            + "), which leaves no worker for a new data request: set"
            + " M2M_DISPATCH_DATA_REQUEST_WORKERS higher, or one of the others lower.");
  }

  @Test
  void takesRetriesAndForwardsThatLeaveOneWorker() {
    settings.setProperty("m2m.dispatch.data-request-retries", "1");
    settings.setProperty("m2m.dispatch.data-request-forwards", "1");
    settings.setProperty("m2m.dispatch.data-request-workers", "3");

    assertMistakes();
  }
}
