package io.m2mbridge.delivery;

import io.m2mbridge.webhook.EnvelopeReader;

/** How a delivery gets into the inbox: as a new row, or as a copy of one that is there. */
interface Intake {
  /** Whether its key was new; committed when this returns. */
  boolean insert(NewDelivery row);

  /** Whether its key is known with the same content; then the copy is counted. */
  boolean count(Copy copy);

  /**
   * Stores a delivery unless its key is known; committed when this returns. A known key with equal
   * content is a duplicate whatever its age; with other content it is a conflict, and quarantined.
   */
  default Receipt store(Delivery delivery) {
    var envelope = delivery.envelope();
    if (envelope.fault() != null) {
      return quarantine(delivery, envelope.fault());
    }
    if (delivery.untimely() == null && insert(new NewDelivery(delivery, envelope.key(), null))) {
      return new Receipt(Receipt.Outcome.ACCEPTED, envelope.key(), true);
    }
    if (count(new Copy(envelope.key(), envelope.contentHash()))) {
      return new Receipt(Receipt.Outcome.DUPLICATE, envelope.key(), false);
    }
    return quarantine(delivery, delivery.untimely() == null ? "conflict" : delivery.untimely());
  }

  private Receipt quarantine(Delivery delivery, String reason) {
    String hash = delivery.envelope().contentHash();
    String key = EnvelopeReader.quarantineKey(reason, hash);
    boolean isNew = insert(new NewDelivery(delivery, key, reason));
    if (!isNew) {
      count(new Copy(key, hash));
    }
    return new Receipt(Receipt.Outcome.QUARANTINED, key, isNew);
  }
}
