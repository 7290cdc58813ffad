package io.m2mbridge.check;

import io.m2mbridge.settings.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A good configuration with one deviation each. */
class SettingValuesCheckTest extends GoodSettings {
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

  @Test
  void refusesAnotherDatabase() {
    settings.setProperty("m2m.database.url", "jdbc:mysql://db.example/m2m");

    assertMistakes(
        "m2m.database.url (M2M_DATABASE_URL) is of another database than PostgreSQL: write"
            + " jdbc:postgresql://<host>/<database>.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "postgresql://db.example/m2m"})
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
