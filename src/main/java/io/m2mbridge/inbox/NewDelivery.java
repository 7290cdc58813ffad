package io.m2mbridge.inbox;

import io.m2mbridge.event.Envelope;
import io.m2mbridge.event.EnvelopeReader;
import org.jspecify.annotations.Nullable;

/**
 * A row to be inserted.
 *
 * @param key the business key, or that of a quarantined delivery
 * @param reason why it is quarantined; null when it is to be dispatched
 */
record NewDelivery(Delivery delivery, String key, @Nullable String reason) {
  Envelope envelope() {
    return delivery.envelope();
  }

  /** What it is claimed by, as the column {@code lane} has it. */
  String lane() {
    String event = envelope().event();
    return event != null && EnvelopeReader.isKnown(event) ? event : "unknown";
  }
}
