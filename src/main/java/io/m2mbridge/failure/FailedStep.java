package io.m2mbridge.failure;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The step of a route at which an exchange failed; {@link FailedSteps} notes it. It is kept in a
 * property of the exchange, which is shared by the copies that a multicast or a splitter makes. The
 * innermost step that failed counts.
 */
public final class FailedStep {
  private static final String PROPERTY = "m2mFailedStep";

  /**
   * A step of a route.
   *
   * @param route the route's id; null for a step of a route configuration
   * @param step the step's id
   */
  public record Place(@Nullable String route, String step) {
    /**
     * The text that is logged and stored. The route's author chose both ids: neither is a value.
     */
    @Override
    public String toString() {
      return route == null ? step : route + "/" + step;
    }
  }

  private @Nullable Throwable failure;
  private @Nullable Place place;

  private FailedStep() {}

  /** Prepares an exchange before it is copied, so that a failed copy is noted in the original. */
  public static void watch(Exchange exchange) {
    exchange.setProperty(PROPERTY, new FailedStep());
  }

  /** Notes the step at which the exchange failed, unless a step inside it was noted before. */
  public static void note(Exchange exchange, Place place) {
    Throwable failure = exchange.getException();
    FailedStep noted = exchange.getProperty(PROPERTY, FailedStep.class);
    if (noted == null) {
      noted = new FailedStep();
      exchange.setProperty(PROPERTY, noted);
    }
    noted.note(failure, place);
  }

  private synchronized void note(@Nullable Throwable failure, Place place) {
    if (!isPartOf(failure)) {
      this.failure = failure;
      this.place = place;
    }
  }

  /** Returns the step at which a failure occurred; null where no step is known. */
  public static @Nullable Place of(Exchange exchange, Throwable failure) {
    FailedStep noted = exchange.getProperty(PROPERTY, FailedStep.class);
    return noted == null ? null : noted.of(failure);
  }

  private synchronized @Nullable Place of(Throwable failure) {
    return isPartOf(failure) ? place : null;
  }

  private boolean isPartOf(@Nullable Throwable other) {
    for (Throwable cause = other; cause != null; cause = cause.getCause()) {
      if (cause == failure) {
        return true;
      }
    }
    return false;
  }
}
