package io.m2mbridge.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A transfer in M2M's state. */
final class Operation {
  enum Status {
    CREATED,
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
  @Nullable Instant cancelledAt;

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

  /** Returns the amount in the other currency. The fee isn't deducted from it. */
  BigDecimal receive() {
    return send.multiply(rate).setScale(2, RoundingMode.HALF_EVEN);
  }
}
