package io.m2mbridge.check;

import io.m2mbridge.dispatch.EffectsOncePolicy;
import io.m2mbridge.settings.KnownSettings;
import io.m2mbridge.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/**
 * Rules about several settings together. Each setting must be valid by itself before they are
 * checked.
 */
public final class SettingCombinationsCheck {
  private static final String WORKERS = "m2m.dispatch.data-request-workers";
  private static final String RETRIES = "m2m.dispatch.data-request-retries";
  private static final String FORWARDS = "m2m.dispatch.data-request-forwards";
  private static final long MINUTE_MILLIS = 60_000;

  /** Options of an Artemis broker's URL, as in the recipe of the docs. */
  private static final Pattern TTL = Pattern.compile("connectionTtl=([0-9]{1,9})");

  private static final Pattern FAILURE_CHECK =
      Pattern.compile("clientFailureCheckPeriod=([0-9]{1,9})");

  private final UnaryOperator<String> settings;

  private SettingCombinationsCheck(UnaryOperator<String> settings) {
    this.settings = settings;
  }

  /**
   * Returns one sentence on each combination that can't work.
   *
   * @param settings gives the value of a setting, or an empty string if it isn't set
   */
  public static List<String> mistakes(UnaryOperator<String> settings) {
    SettingCombinationsCheck rules = new SettingCombinationsCheck(settings);
    List<String> mistakes = new ArrayList<>();
    if (rules.isJdbc()) {
      rules.dataRequestWorkers(mistakes);
    }
    return mistakes;
  }

  /** What works, and probably isn't meant, one sentence each. */
  public static List<String> warnings(Settings settings) {
    List<String> warnings = new ArrayList<>(warnings(settings::get));
    Properties all = settings.context().getPropertiesComponent().loadProperties();
    for (String key : all.stringPropertyNames()) {
      warnings.addAll(warningsOfBroker(key, all.getProperty(key, "")));
    }
    return warnings;
  }

  /**
   * Returns one sentence on each combination that works but probably isn't what was meant.
   *
   * @param settings gives the value of a setting, or an empty string if it isn't set
   */
  static List<String> warnings(UnaryOperator<String> settings) {
    SettingCombinationsCheck rules = new SettingCombinationsCheck(settings);
    List<String> warnings = new ArrayList<>();
    rules.windows(warnings);
    rules.backOff(warnings);
    rules.memory(warnings);
    warnings.addAll(ConsoleCheck.warnings(settings));
    rules.login("camel.server", warnings);
    rules.login("camel.management", warnings);
    if (rules.isJdbc()) {
      rules.pool(warnings);
    } else {
      rules.remembered(warnings);
    }
    for (String key : forwards()) {
      rules.waitsForReply(key, warnings);
    }
    return warnings;
  }

  private static List<String> forwards() {
    List<String> keys = new ArrayList<>(List.of("m2m.forward.default", "m2m.notify.endpoint"));
    KnownSettings.EVENTS.forEach(event -> keys.add("m2m." + event + ".forward"));
    return keys;
  }

  private void dataRequestWorkers(List<String> mistakes) {
    int workers = count(WORKERS);
    int retries = count(RETRIES);
    int forwards = count(FORWARDS);
    if (retries + forwards >= workers) {
      mistakes.add(
          RETRIES
              + " and "
              + FORWARDS
              + " together take all of "
              + WORKERS
              + " ("
              + retries
              + " and "
              + forwards
              + " of "
              + workers
              + "), which leaves no worker for a new data request: set "
              + Settings.variable(WORKERS)
              + " higher, or one of the others lower.");
    }
  }

  private void windows(List<String> warnings) {
    if (millis("m2m.webhook.max-age") < MINUTE_MILLIS) {
      warnings.add(
          "m2m.webhook.max-age is less than a minute, so that webhooks that M2M sends again go to"
              + " quarantine: set it to 3h, its default");
    }
  }

  private void backOff(List<String> warnings) {
    if (millis("m2m.dispatch.back-off") > millis("m2m.dispatch.maximum-back-off")) {
      warnings.add(
          "m2m.dispatch.back-off is longer than m2m.dispatch.maximum-back-off, so that every attempt"
              + " waits for the maximum: make the maximum the longer one");
    }
  }

  private void memory(List<String> warnings) {
    if (Long.parseLong(settings.apply("m2m.webhook.max-body-size"))
        > Runtime.getRuntime().maxMemory() / 4) {
      warnings.add(
          "m2m.webhook.max-body-size is more than a quarter of the heap, the limit of all bodies"
              + " together, so that a body of that size is never accepted: set it lower, or give the"
              + " JVM more memory by -Xmx");
    }
  }

  /** Camel 4.18.0's own login lets requests past: SECURITY.md names the advisories. */
  private void login(String server, List<String> warnings) {
    for (String key :
        List.of(server + ".authenticationEnabled", server + ".authentication-enabled")) {
      if (settings.apply(key).equalsIgnoreCase("true")) {
        warnings.add(
            key
                + " switches on Camel's own login, which has known weaknesses: don't rely on it, and"
                + " protect the listener by the network");
      }
    }
  }

  private void pool(List<String> warnings) {
    int size = count("m2m.database.pool-size");
    int workers = count("m2m.dispatch.workers") + count(WORKERS);
    int shared = EffectsOncePolicy.MAX_SHARED_TRANSACTIONS;
    if (size < workers + shared) {
      warnings.add(
          "m2m.database.pool-size is "
              + size
              + ", fewer than the "
              + workers
              + " workers of m2m.dispatch.workers and "
              + WORKERS
              + " and the "
              + shared
              + " transactions that events share, which then wait for one another: set it to "
              + (workers + shared)
              + " or more");
    }
  }

  private void remembered(List<String> warnings) {
    if (millis("m2m.deliveries.caffeine.expire-after") < millis("m2m.webhook.max-age")) {
      warnings.add(
          "m2m.deliveries.caffeine.expire-after is shorter than m2m.webhook.max-age, so that a"
              + " copy that comes in between is handed over again: make it the longer one");
    }
  }

  /**
   * Warns of a JMS endpoint that waits for a reply, which is the default of Camel's JMS component.
   */
  private void waitsForReply(String key, List<String> warnings) {
    String endpoint = settings.apply(key);
    if (endpoint.startsWith("jms:") && !endpoint.contains("exchangePattern=InOnly")) {
      warnings.add(
          key
              + " is a JMS endpoint without exchangePattern=InOnly, so that the bridge waits for a"
              + " reply from the queue: add exchangePattern=InOnly to it");
    }
  }

  /**
   * Warns of an Artemis broker's URL by which the broker closes idle connections.
   *
   * @param key the setting that holds the value
   * @param url the value of any setting
   */
  static List<String> warningsOfBroker(String key, String url) {
    Matcher ttl = TTL.matcher(url);
    Matcher check = FAILURE_CHECK.matcher(url);
    return ttl.find()
            && check.find()
            && Long.parseLong(check.group(1)) >= Long.parseLong(ttl.group(1))
        ? List.of(
            key
                + " has a clientFailureCheckPeriod that is not shorter than its connectionTtl, so that"
                + " the broker closes a connection that is idle: make it shorter")
        : List.of();
  }

  private boolean isJdbc() {
    return settings.apply("m2m.deliveries.repository").equals("jdbc");
  }

  private int count(String key) {
    return Integer.parseInt(settings.apply(key));
  }

  private long millis(String key) {
    return TimeUtils.toMilliSeconds(settings.apply(key));
  }
}
