package io.m2mbridge.inbox;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

  /** Why it is quarantined, as its key has it; null where it isn't. */
  @Nullable String reason() {
    String[] parts = eventKey.split(":", 3);
    return outcome == Outcome.QUARANTINED && parts.length == 3 ? parts[1] : null;
  }
}
