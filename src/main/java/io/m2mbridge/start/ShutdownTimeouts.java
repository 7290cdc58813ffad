package io.m2mbridge.start;

import io.m2mbridge.settings.Settings;
import org.apache.camel.util.TimeUtils;

/**
 * Sets how long the bridge takes to stop, from {@code m2m.shutdown.timeout} and {@code
 * m2m.shutdown.delay}.
 *
 * <p>{@link io.m2mbridge.server.WebhookServer} waits for the delay and then for the requests that
 * it has accepted. {@link io.m2mbridge.dispatch.DeliveryConsumer} waits for the events that run.
 */
final class ShutdownTimeouts {
  /** Camel's default of {@code camel.main.extraShutdownTimeout}. */
  private static final int CAMELS_EXTRA_SECONDS = 15;

  private ShutdownTimeouts() {}

  /**
   * Sets Camel's shutdown timeouts. The JVM's shutdown hook waits that long, and Camel doesn't know
   * the bridge's delay.
   */
  static void set(Settings settings) {
    settings.override(
        "camel.main.shutdownTimeout",
        String.valueOf(Math.max(1, seconds(settings, "m2m.shutdown.timeout"))));
    settings.override(
        "camel.main.extraShutdownTimeout",
        String.valueOf(CAMELS_EXTRA_SECONDS + seconds(settings, "m2m.shutdown.delay")));
  }

  /** Returns a duration in whole seconds, rounded up. */
  private static long seconds(Settings settings, String key) {
    return (TimeUtils.toMilliSeconds(settings.get(key)) + 999) / 1000;
  }
}
