package io.m2mbridge.inbox;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The result of storing a webhook.
 *
 * @param outcome the outcome that the answer to M2M names
 * @param eventKey the key of the row, whether it is new or was stored before
 * @param isNew whether the row is new
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

  /** Returns the reason of the quarantine, which is part of the key; null where there is none. */
  @Nullable String reason() {
    String[] parts = eventKey.split(":", 3);
    return outcome == Outcome.QUARANTINED && parts.length == 3 ? parts[1] : null;
  }
}
