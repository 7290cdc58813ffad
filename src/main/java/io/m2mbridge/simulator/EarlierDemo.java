package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;

/**
 * The operations of earlier demos on the same database. M2M doesn't forget them when the demo
 * starts again: otherwise a comparison would find each of them missing at M2M.
 */
final class EarlierDemo {
  private EarlierDemo() {}

  static List<Operation> operations(BridgeTables tables) {
    return tables.operationsOfUsers().values().stream().map(EarlierDemo::operation).toList();
  }

  private static Operation operation(JsonNode row) {
    Instant createdAt = time(row.path("created_at"));
    String linkId = row.path("link_id").asText();
    Link link =
        new Link(
            linkId,
            row.path("reference_id").asText(),
            "https://send.m2m.leapfinancial.com/" + linkId,
            createdAt,
            createdAt,
            EventTemplates.JSON.createObjectNode(),
            null,
            null,
            new Random());
    link.status = Link.Status.OPENED;
    link.openedAt = createdAt;
    link.operationId = row.path("operation_id").asText();
    Operation operation =
        new Operation(
            link.operationId,
            link,
            row.path("user_id").asText(),
            row.path("send_amount").decimalValue(),
            row.path("rate").decimalValue(),
            row.path("fee").decimalValue(),
            createdAt);
    for (Operation.Status end : Operation.Status.values()) {
      JsonNode endedAt = row.path(ApiAnswers.name(end) + "_at");
      if (end != Operation.Status.CREATED && endedAt.isTextual()) {
        boolean unused = operation.end(end, time(endedAt));
      }
    }
    return operation;
  }

  private static Instant time(JsonNode column) {
    return OffsetDateTime.parse(column.asText()).toInstant();
  }
}
