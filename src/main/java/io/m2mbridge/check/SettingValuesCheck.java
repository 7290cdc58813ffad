package io.m2mbridge.check;

import io.m2mbridge.reply.ApiOrigin;
import io.m2mbridge.server.TlsSettings;
import io.m2mbridge.settings.KnownSettings;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.settings.WeakSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds settings that are missing or unsafe. Each sentence says what to set. */
public final class SettingValuesCheck {
  /** Durations that need a unit. A bare number could mean hours or days instead of milliseconds. */
  private static final List<String> DURATIONS_WITH_UNIT =
      List.of(
          "m2m.webhook.max-age",
          "m2m.webhook.max-ahead",
          "m2m.deliveries.caffeine.expire-after",
          "m2m.reconcile.minimum-age");

  private static final List<String> DURATIONS =
      List.of(
          "m2m.start.warm-up",
          "m2m.shutdown.delay",
          "m2m.shutdown.timeout",
          "m2m.dispatch.back-off",
          "m2m.dispatch.maximum-back-off",
          "m2m.notify.maximum-age",
          "m2m.reply.redelivery-delay");
  private static final List<String> COUNTS =
      List.of(
          "m2m.webhook.max-body-size",
          "m2m.http.max-connections",
          "m2m.deliveries.caffeine.maximum-size",
          "m2m.intake.kafka.consumers",
          "m2m.database.pool-size",
          "m2m.dispatch.workers",
          "m2m.dispatch.data-request-workers",
          "m2m.dispatch.data-request-retries",
          "m2m.dispatch.data-request-forwards",
          "m2m.dispatch.maximum-attempts");
  private static final Pattern DURATION =
      Pattern.compile(
          "[0-9]{1,12}|(?=.)([0-9]{1,5}d)?([0-9]{1,6}h)?([0-9]{1,8}m)?([0-9]{1,9}s)?([0-9]{1,12}ms)?");
  private static final String INTAKE = "direct:event-intake-send";
  private static final List<String> PORTS =
      List.of("m2m.http.port", "m2m.management.port", "m2m.console.port");

  private final UnaryOperator<String> settings;
  private final List<String> mistakes = new ArrayList<>();

  private SettingValuesCheck(UnaryOperator<String> settings) {
    this.settings = settings;
  }

  /**
   * Returns what is wrong with the settings of a bridge that runs alone, one sentence each.
   *
   * @param settings gives the value of a setting, or an empty string if it isn't set
   */
  public static List<String> mistakes(UnaryOperator<String> settings) {
    SettingValuesCheck check = new SettingValuesCheck(settings);
    check.mistakes.addAll(SecretsCheck.mistakes(settings));
    check.shapes();
    check.demo();
    check.intake();
    check.mistakes.addAll(ConsoleCheck.mistakes(settings));
    check.mistakes.addAll(TlsSettings.mistakes(settings));
    check.repository(false);
    check.rules();
    return check.mistakes;
  }

  /**
   * Returns what is wrong with the settings within another application, which has its own HTTP
   * server.
   *
   * @param settings gives the value of a setting, or an empty string if it isn't set
   * @param hasDataSource whether the application provides the database
   */
  public static List<String> mistakesWithin(UnaryOperator<String> settings, boolean hasDataSource) {
    SettingValuesCheck check = new SettingValuesCheck(settings);
    check.mistakes.addAll(SecretsCheck.mistakes(settings));
    check.shapes();
    check.intake();
    check.mistakes.addAll(ConsoleCheck.mistakes(settings));
    check.repository(hasDataSource);
    check.rules();
    return check.mistakes;
  }

  /** Checks settings together, but only if each one is valid by itself. */
  private void rules() {
    if (mistakes.isEmpty()) {
      mistakes.addAll(SettingCombinationsCheck.mistakes(settings));
    }
  }

  private void repository(boolean hasDataSource) {
    switch (get("m2m.deliveries.repository")) {
      case "jdbc" -> {
        api();
        if (!hasDataSource) {
          database();
        }
      }
      case "caffeine" -> endpoints();
      default -> add("m2m.deliveries.repository is neither jdbc nor caffeine: set one of the two.");
    }
  }

  private void shapes() {
    for (String key : DURATIONS) {
      check(key, isDuration(get(key)), "a duration: set it as in 3h, 5m or 500ms.");
    }
    for (String key : DURATIONS_WITH_UNIT) {
      check(key, hasUnit(get(key)), "a duration with its unit: set it as in 3h, 5m or 500ms.");
    }
    String age = get("m2m.retention.payload");
    check(
        "m2m.retention.payload",
        age.isEmpty() || hasUnit(age),
        "a duration with its unit: set it as in 90d or 12h, or to nothing to keep payloads.");
    String every = get("m2m.reconcile.every");
    check(
        "m2m.reconcile.every",
        every.isEmpty() || hasUnit(every),
        "a duration with its unit: set it as in 1h or 30m, or to nothing to compare never.");
    for (String key : COUNTS) {
      check(key, get(key).matches("[1-9][0-9]{0,8}"), "a whole number of 1 or more: set one.");
    }
    check(
        "m2m.dead-letter.payload",
        get("m2m.dead-letter.payload").matches("true|false"),
        "true or false: set one of the two.");
    for (String key : PORTS) {
      check(key, isPort(get(key)), "a port: set a number from 1 to 65535.");
    }
  }

  private void demo() {
    String demo = get("m2m.demo");
    check("m2m.demo", demo.matches("true|false"), "true or false: set one of the two.");
    if (demo.equals("true") && !Settings.isDev()) {
      add("m2m.demo (M2M_DEMO) is for the dev profile, never for a real bridge: set it to false.");
    }
  }

  private void intake() {
    String brokers = get("m2m.intake.kafka.brokers");
    List<String> sending = sendingToIntake();
    if (brokers.isEmpty()) {
      if (!sending.isEmpty()) {
        add(
            sending.get(0)
                + " is "
                + INTAKE
                + ", which needs Kafka: set m2m.intake.kafka.brokers (M2M_INTAKE_KAFKA_BROKERS).");
      }
      return;
    }
    check(
        "m2m.intake.kafka.brokers",
        brokers.matches("[^\\s,:/]+:[0-9]{1,5}(\\s*,\\s*[^\\s,:/]+:[0-9]{1,5})*"),
        "a list of Kafka brokers: set it as in one:9092,two:9092.");
    check(
        "m2m.intake.kafka.topic",
        get("m2m.intake.kafka.topic").matches("[A-Za-z0-9._-]{1,249}"),
        "the name of a topic: set it to letters, digits, dots, underscores and hyphens.");
    if (get("m2m.deliveries.repository").equals("caffeine") && sending.isEmpty()) {
      add(
          "Without a database no event can be read from m2m.intake.kafka.brokers (M2M_INTAKE_KAFKA_BROKERS):"
              + " set m2m.forward.default to direct:event-intake-send to write to the topic, or unset the brokers.");
    }
  }

  /** Returns the settings that send events to the intake's topic. */
  private List<String> sendingToIntake() {
    return Stream.concat(
            Stream.of("m2m.forward.default"),
            KnownSettings.EVENTS.stream().map(SettingValuesCheck::forward))
        .filter(key -> get(key).equals(INTAKE))
        .toList();
  }

  private void check(String key, boolean isFine, String what) {
    if (!isFine) {
      add(key + " (" + Settings.variable(key) + ") is not " + what);
    }
  }

  /**
   * Whether a value is a duration. This is stricter than Camel, which accepts values such as {@code
   * 5m3}.
   */
  private static boolean isDuration(String value) {
    return DURATION.matcher(value).matches();
  }

  private static boolean hasUnit(String value) {
    return isDuration(value) && !value.matches("[0-9]+");
  }

  private static boolean isPort(String value) {
    return value.matches("[0-9]{1,5}")
        && Integer.parseInt(value) >= 1
        && Integer.parseInt(value) <= 65_535;
  }

  private void api() {
    if (!get("m2m.api.proxy").matches("(http://[A-Za-z0-9._-]+:[0-9]{1,5})?")) {
      add("m2m.api.proxy (M2M_API_PROXY) is not a proxy: set it as in http://proxy.internal:3128.");
    }
    String key = get("m2m.api.key");
    if (key.isEmpty()) {
      add("The API key is missing: set M2M_API_KEY to a key of M2M's Partner Portal.");
    } else if (key.lines().count() > 1) {
      add(
          "The API key has more than one line: set M2M_API_KEY, or the content of its file, to the key alone.");
    } else if (!SecretsCheck.isPasted(key) && !Settings.isDev() && WeakSecret.isSample(key)) {
      add("The API key is a sample: set M2M_API_KEY to a key of M2M's Partner Portal.");
    }
    ApiOrigin origin;
    try {
      origin = ApiOrigin.of(get("m2m.api.base-url"));
    } catch (IllegalArgumentException e) {
      add(
          "M2M_API_BASE_URL "
              + e.getMessage()
              + ": set it to https://"
              + ApiOrigin.PRODUCTION_HOST
              + ", for example.");
      return;
    }
    if (key.startsWith("m2m_test_") && origin.host().equals(ApiOrigin.PRODUCTION_HOST)) {
      add(
          "M2M_API_KEY is a sandbox key (m2m_test_), but M2M_API_BASE_URL is production: set both for the same side.");
    }
    if (key.startsWith("m2m_live_") && origin.host().equals(ApiOrigin.SANDBOX_HOST)) {
      add(
          "M2M_API_KEY is a production key (m2m_live_), but M2M_API_BASE_URL is the sandbox: set both for the same side.");
    }
  }

  private void database() {
    String url = get("m2m.database.url");
    if (url.startsWith("jdbc:") && !url.startsWith("jdbc:postgresql:")) {
      add(
          "m2m.database.url (M2M_DATABASE_URL) is of another database than PostgreSQL: write"
              + " jdbc:postgresql://<host>/<database>.");
    } else if (!url.startsWith("jdbc:postgresql:")) {
      add(
          "The database is missing: set M2M_DATABASE_URL to jdbc:postgresql://<host>/<database>, with"
              + " M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD.");
    }
  }

  private void endpoints() {
    if (!get("m2m.forward.default").startsWith("log:m2m.forward?level=OFF")) {
      return;
    }
    List<String> without =
        KnownSettings.EVENTS.stream()
            .map(SettingValuesCheck::forward)
            .filter(key -> get(key).isEmpty())
            .toList();
    if (!without.isEmpty()) {
      add(
          "Without a database every event needs an endpoint, but there is none in "
              + String.join(", ", without)
              + ": set m2m.forward.default (M2M_FORWARD_DEFAULT) for those without one.");
    }
  }

  private static String forward(String event) {
    return "m2m." + event + ".forward";
  }

  private String get(String key) {
    return settings.apply(key);
  }

  private void add(String sentence) {
    mistakes.add(sentence);
  }
}
