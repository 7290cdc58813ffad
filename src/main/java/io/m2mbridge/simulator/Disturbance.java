package io.m2mbridge.simulator;

import java.util.random.RandomGenerator;

/** Which of the faults of its delivery befall one webhook, drawn once. */
record Disturbance(
    boolean isRepeated,
    boolean isHeldBack,
    boolean isTimestampFrozen,
    boolean isBodyTimestampNew,
    boolean isSecretChanged,
    boolean isSignatureBad,
    boolean isInMilliseconds,
    boolean isInFuture,
    boolean isTimestampGarbage,
    boolean isEventMismatched,
    boolean isOversize) {

  static Disturbance draw(Faults faults, RandomGenerator random) {
    return new Disturbance(
        faults.duplicates.hits(random),
        faults.reorder.hits(random),
        faults.frozenTimestamp.hits(random),
        faults.newBodyTimestamp.hits(random),
        faults.secretChange.hits(random),
        faults.badSignature.hits(random),
        faults.millisecondTimestamp.hits(random),
        faults.futureTimestamp.hits(random),
        faults.garbageTimestamp.hits(random),
        faults.eventMismatch.hits(random),
        faults.oversize.hits(random));
  }
}
