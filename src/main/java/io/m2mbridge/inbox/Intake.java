package io.m2mbridge.inbox;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.m2mbridge.event.EnvelopeReader;
import java.util.concurrent.CompletableFuture;

/**
 * How a delivery gets into the inbox: as a new row, or as a copy of one that is there. Each write
 * is committed when its future is complete.
 */
interface Intake {
  /** Whether its key was new. */
  CompletableFuture<Boolean> insert(NewDelivery row);

  /** Whether its key is known with the same content; then the copy is counted. */
  CompletableFuture<Boolean> count(Copy copy);

  /**
   * Stores a delivery unless its key is known. A known key with equal content is a duplicate
   * whatever its age; with other content it is a conflict, and quarantined.
   */
  default CompletableFuture<Receipt> store(Delivery delivery) {
    var envelope = delivery.envelope();
    if (envelope.fault() != null) {
      return quarantine(delivery, envelope.fault());
    }
    CompletableFuture<Boolean> inserted =
        delivery.untimely() == null
            ? insert(new NewDelivery(delivery, envelope.key(), null))
            : completedFuture(false);
    return inserted.thenCompose(
        isNew ->
            isNew
                ? completedFuture(new Receipt(Receipt.Outcome.ACCEPTED, envelope.key(), true))
                : countOrQuarantine(delivery));
  }

  private CompletableFuture<Receipt> countOrQuarantine(Delivery delivery) {
    var envelope = delivery.envelope();
    String reason = delivery.untimely() == null ? "conflict" : delivery.untimely();
    return count(new Copy(envelope.key(), envelope.contentHash()))
        .thenCompose(
            isKnown ->
                isKnown
                    ? completedFuture(new Receipt(Receipt.Outcome.DUPLICATE, envelope.key(), false))
                    : quarantine(delivery, reason));
  }

  private CompletableFuture<Receipt> quarantine(Delivery delivery, String reason) {
    String hash = delivery.envelope().contentHash();
    String key = EnvelopeReader.quarantineKey(reason, hash);
    return insert(new NewDelivery(delivery, key, reason))
        .thenCompose(
            isNew ->
                isNew ? completedFuture(true) : count(new Copy(key, hash)).thenApply(x -> false))
        .thenApply(isNew -> new Receipt(Receipt.Outcome.QUARANTINED, key, isNew));
  }
}
