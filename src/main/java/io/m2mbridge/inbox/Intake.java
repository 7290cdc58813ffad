package io.m2mbridge.inbox;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.m2mbridge.event.EnvelopeReader;
import java.util.concurrent.CompletableFuture;

/**
 * Decides how a delivery is stored: as a new row, as a further copy of a known row, or in
 * quarantine. A write is committed when its future completes.
 */
interface Intake {
  /** Inserts a row; the result is whether its key was new. */
  CompletableFuture<Boolean> insert(NewDelivery row);

  /** Counts a copy; the result is whether its key is known with the same content. */
  CompletableFuture<Boolean> count(Copy copy);

  /**
   * Stores a delivery unless its key is known. A known key with equal content is a duplicate,
   * whatever its age. A known key with other content is a conflict, which is quarantined.
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
