package io.m2mbridge.inbox;

import io.m2mbridge.event.Envelope;
import io.m2mbridge.event.EnvelopeReader;
import org.jspecify.annotations.Nullable;

/**
 * A row that is to be inserted.
 *
 * @param key the business key, or the key of a quarantined delivery
 * @param reason why it is quarantined; null where it is to be dispatched
 */
record NewDelivery(Delivery delivery, String key, @Nullable String reason) {
  Envelope envelope() {
    return delivery.envelope();
  }

  /** Returns the value of the column {@code lane}, by which it is claimed. */
  String lane() {
    String event = envelope().event();
    return event != null && EnvelopeReader.isKnown(event) ? event : "unknown";
  }
}
