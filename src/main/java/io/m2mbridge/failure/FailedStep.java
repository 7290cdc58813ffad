package io.m2mbridge.failure;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Which step of which route an exchange failed at; {@link FailedSteps} notes it. It stands in a
 * property of the exchange, and the copies that a multicast or a splitter makes of the exchange
 * share it: the innermost step that failed counts.
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
    /** As it is logged and stored: both are chosen by the route's author, and no value. */
    @Override
    public String toString() {
      return route == null ? step : route + "/" + step;
    }
  }

  private @Nullable Throwable failure;
  private @Nullable Place place;

  private FailedStep() {}

  /** Has the copies of an exchange note where they fail, too. */
  public static void watch(Exchange exchange) {
    exchange.setProperty(PROPERTY, new FailedStep());
  }

  /** Notes that a step ended with the exchange's exception, unless a step within it did so. */
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

  /** Where a failure came from; null where no step of a route is known to have failed with it. */
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
