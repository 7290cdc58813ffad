package io.m2mbridge.delivery;

import java.util.Locale;

/**
 * What became of a webhook.
 *
 * @param outcome what M2M is told
 * @param eventKey the key of the row it is, or was already
 * @param isNew whether it wasn't there before
 */
record Receipt(Outcome outcome, String eventKey, boolean isNew) {
  enum Outcome {
    ACCEPTED,
    DUPLICATE,
    QUARANTINED;

    /** The value of the answer's header {@code M2M-Bridge-Outcome}. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
