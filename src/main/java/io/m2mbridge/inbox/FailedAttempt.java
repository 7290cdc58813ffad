package io.m2mbridge.inbox;

import io.m2mbridge.failure.FailedStep.Place;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that failed. It holds no value of the event.
 *
 * @param failure see {@link io.m2mbridge.failure.FailureDescription#of}
 * @param place the step at which it failed; null where no step is known
 * @param took how long it took, from the claim to the failure
 */
public record FailedAttempt(String failure, @Nullable Place place, Duration took) {
  /** The value of {@code last_error}. */
  public String lastError() {
    return place == null ? failure : failure + " at " + place;
  }

  @Nullable String route() {
    return place == null ? null : place.route();
  }

  @Nullable String step() {
    return place == null ? null : place.step();
  }
}
