package io.m2mbridge.dev.trace;

import io.m2mbridge.settings.ConfigurationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event that ran through the routes of this folder as they are saved, in this process. Nothing
 * of it stays in the database, and no call leaves the process.
 *
 * @param key the event's key
 * @param body what the route got, masked
 * @param steps in the order in which they began
 * @param failure why the event failed, without values; null if it did not
 * @param hasEnded false if it was still running after {@value #TIMEOUT_SECONDS} seconds
 */
public record EventRun(
    String key, String body, List<TracedStep> steps, @Nullable String failure, boolean hasEnded) {
  static final int TIMEOUT_SECONDS = 30;

  /**
   * Runs the event that was stored last, as for the first time.
   *
   * @param event only events of this name; null for all
   * @throws ConfigurationException if nothing is stored, no bridge of the dev profile runs in this
   *     folder, or the routes can't run
   */
  public static EventRun ofLast(@Nullable String event) {
    return DevFolder.run(runner -> runner.run(deliveries -> deliveries.last(event)));
  }

  /**
   * Runs a new event without storing it.
   *
   * @param body the event's JSON
   * @throws ConfigurationException as {@link #ofLast}
   */
  public static EventRun of(byte[] body) {
    return DevFolder.run(runner -> runner.run(deliveries -> deliveries.of(body)));
  }

  /** Whether it ended, without a failure. */
  public boolean isSuccess() {
    return hasEnded && failure == null;
  }
}
