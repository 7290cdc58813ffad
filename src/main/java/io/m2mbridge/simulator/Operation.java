package io.m2mbridge.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A transfer in M2M's state. */
final class Operation {
  enum Status {
    CREATED,
    COMPLETED,
    FAILED,
    CANCELLED
  }

  final String operationId;
  final Link link;
  final String userId;
  final BigDecimal send;
  final BigDecimal rate;
  final BigDecimal fee;
  final Instant createdAt;

  Status status = Status.CREATED;

  /** When it was completed, failed or cancelled; null before. */
  @Nullable Instant endedAt;

  Operation(
      String operationId,
      Link link,
      String userId,
      BigDecimal send,
      BigDecimal rate,
      BigDecimal fee,
      Instant createdAt) {
    this.operationId = operationId;
    this.link = link;
    this.userId = userId;
    this.send = send;
    this.rate = rate;
    this.fee = fee;
    this.createdAt = createdAt;
  }

  /** Ends it. Returns false if it had ended before: that end stays. */
  boolean end(Status end, Instant at) {
    if (status != Status.CREATED) {
      return false;
    }
    status = end;
    endedAt = at;
    return true;
  }

  /** Whether it was completed or failed, of which M2M sends no webhook. */
  boolean hasSilentEnd() {
    return status == Status.COMPLETED || status == Status.FAILED;
  }

  /** Returns the amount in the other currency. The fee isn't deducted from it. */
  BigDecimal receive() {
    return send.multiply(rate).setScale(2, RoundingMode.HALF_EVEN);
  }
}
