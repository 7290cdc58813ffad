package io.m2mbridge.simulator;

import java.util.random.RandomGenerator;

/** The faults of one webhook's delivery, drawn once at random. */
record WebhookFaults(
    boolean isRepeated,
    boolean isHeldBack,
    boolean isTimestampFrozen,
    boolean isBodyTimestampNew,
    boolean isSecretChanged,
    boolean isSignatureBad,
    boolean isSignatureCut,
    boolean isInMilliseconds,
    boolean isInFuture,
    boolean isTimestampGarbage,
    boolean isEventMismatched,
    boolean isOversize,
    boolean isLost) {

  static WebhookFaults draw(Faults faults, RandomGenerator random) {
    boolean isFrozen = faults.frozenTimestamp.hits(random);
    return new WebhookFaults(
        faults.duplicates.hits(random),
        faults.reorder.hits(random),
        isFrozen,
        faults.newBodyTimestamp.hits(random),
        faults.secretChange.hits(random),
        faults.badSignature.hits(random),
        faults.cutSignature.hits(random),
        faults.millisecondTimestamp.hits(random),
        // With a frozen timestamp, such a webhook could never be accepted.
        faults.futureTimestamp.hits(random) && !isFrozen,
        faults.garbageTimestamp.hits(random) && !isFrozen,
        faults.eventMismatch.hits(random),
        faults.oversize.hits(random),
        faults.lost.hits(random));
  }
}
