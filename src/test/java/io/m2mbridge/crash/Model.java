package io.m2mbridge.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must be in the tables once every event has run, computed from the events alone: their order,
 * copies and mishaps don't enter into it.
 */
final class Model {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Map<String, String> deliveries = new TreeMap<>();
  private final Map<String, JsonNode> linksCreated = new HashMap<>();
  private final Map<String, JsonNode> linksOpened = new HashMap<>();
  private final Map<String, JsonNode> operationsCreated = new HashMap<>();
  private final Map<String, JsonNode> operationsCancelled = new HashMap<>();
  private final Map<String, Request> requests = new TreeMap<>();

  /**
   * A data request.
   *
   * @param state that it comes to
   * @param userData what a reply must hold, and nothing else; empty where none may be sent
   * @param unavailable how many PUTs are answered 503
   */
  record Request(JsonNode data, String state, Map<String, String> userData, int unavailable) {}

  /** An event that must run; what it leaves in the tables follows from it. */
  void runs(String name, String body) {
    deliveries.put(name, "done");
    JsonNode event = read(body);
    JsonNode data = event.path("data");
    switch (event.path("event").textValue()) {
      case "link.created" -> linksCreated.put(data.path("linkId").textValue(), data);
      case "link.opened" -> linksOpened.put(data.path("linkId").textValue(), data);
      case "operation.created" -> operationsCreated.put(data.path("operationId").textValue(), data);
      case "operation.cancelled" ->
          operationsCancelled.put(data.path("operationId").textValue(), data);
      default -> {
        // A data request is told of by answers(); an unknown event leaves nothing.
      }
    }
  }

  /** A data request that must run, and what must become of it. */
  void answers(String body, String state, Map<String, String> userData, int unavailable) {
    JsonNode data = read(body).path("data");
    requests.put(
        data.path("dataRequestId").textValue(), new Request(data, state, userData, unavailable));
  }

  /** A webhook that must be kept, and must not run. */
  void quarantines(String name) {
    deliveries.put(name, "quarantined");
  }

  /** The state of each delivery by its name; there must be no others. */
  Map<String, String> deliveries() {
    return deliveries;
  }

  Map<String, Request> requests() {
    return requests;
  }

  /** The created operations, of each of which the team is told. */
  Iterable<String> operationsCreated() {
    return operationsCreated.keySet();
  }

  /**
   * The name of a row of {@code m2m_deliveries}: its key; of one in quarantine, reason and body.
   */
  static String name(Map<String, Object> row) {
    return row.get("state").equals("quarantined")
        ? quarantined((String) row.get("reason"), new String((byte[]) row.get("body"), UTF_8))
        : (String) row.get("event_key");
  }

  static String quarantined(String reason, String body) {
    return "quarantined " + reason + " " + body;
  }

  /** The rows of {@code m2m_links} by their keys. */
  Map<String, ObjectNode> links() {
    return merge(linksCreated, linksOpened, Model::link);
  }

  private static ObjectNode link(JsonNode created, JsonNode opened) {
    ObjectNode row = JSON.createObjectNode();
    row.set("reference_id", first("referenceId", created, opened));
    row.set("url", first("url", created));
    row.put("status", opened.isMissingNode() ? created.path("status").asText("created") : "opened");
    row.set("created_at", instant("createdAt", created));
    row.set("expires_at", instant("expiresAt", created));
    row.set("opened_at", instant("openedAt", opened));
    row.set("device_info", first("deviceInfo", opened));
    row.set("metadata", first("metadata", created, opened));
    return row;
  }

  /** The rows of {@code m2m_operations} by their keys. */
  Map<String, ObjectNode> operations() {
    return merge(operationsCreated, operationsCancelled, Model::operation);
  }

  private static ObjectNode operation(JsonNode created, JsonNode cancelled) {
    ObjectNode row = JSON.createObjectNode();
    JsonNode amount = created.path("amount");
    row.set("link_id", first("linkId", created, cancelled));
    row.set("reference_id", first("referenceId", created, cancelled));
    row.set("user_id", first("userId", created, cancelled));
    row.put(
        "status",
        cancelled.isMissingNode() ? created.path("status").asText("created") : "cancelled");
    row.set("send_amount", first("send", amount));
    row.set("send_currency", first("send", amount.path("currency")));
    row.set("receive_amount", first("receive", amount));
    row.set("receive_currency", first("receive", amount.path("currency")));
    row.set("rate", first("rate", amount));
    row.set("fee", first("fee", amount));
    row.set("funding", first("funding", created));
    row.set("payout", first("payout", created));
    row.set("metadata", first("metadata", created, cancelled));
    row.set("created_at", instant("createdAt", created));
    row.set("cancelled_at", instant("cancelledAt", cancelled));
    row.set("cancellation_reason", first("cancellationReason", cancelled));
    // Learned from M2M's API alone.
    row.putNull("completed_at").putNull("failed_at");
    return row;
  }

  /** The rows of {@code m2m_fund_holds} by their keys. */
  Map<String, ObjectNode> holds() {
    Map<String, ObjectNode> holds = new HashMap<>();
    operationsCreated.forEach(
        (id, created) -> {
          JsonNode amount = created.path("amount");
          if (amount.has("send")) {
            JsonNode cancelled = operationsCancelled.getOrDefault(id, JSON.missingNode());
            BigDecimal fee = amount.has("fee") ? amount.get("fee").decimalValue() : BigDecimal.ZERO;
            ObjectNode row = JSON.createObjectNode();
            row.put("amount", amount.get("send").decimalValue().add(fee));
            row.set("currency", first("send", amount.path("currency")));
            row.set("placed_at", instant("createdAt", created));
            row.set("released_at", instant("cancelledAt", cancelled));
            holds.put(id, row);
          }
        });
    return holds;
  }

  private interface Merge {
    /** A row from both events; one that never came is the missing node. */
    ObjectNode of(JsonNode first, JsonNode second);
  }

  private static Map<String, ObjectNode> merge(
      Map<String, JsonNode> first, Map<String, JsonNode> second, Merge merge) {
    Map<String, ObjectNode> rows = new HashMap<>();
    for (Map<String, JsonNode> events : List.of(first, second)) {
      for (String id : events.keySet()) {
        rows.put(
            id,
            merge.of(
                first.getOrDefault(id, JSON.missingNode()),
                second.getOrDefault(id, JSON.missingNode())));
      }
    }
    return rows;
  }

  /** A field of the first event that has it, else null. */
  private static JsonNode first(String field, JsonNode... events) {
    for (JsonNode event : events) {
      if (event.hasNonNull(field)) {
        return event.get(field);
      }
    }
    return JSON.nullNode();
  }

  private static JsonNode instant(String field, JsonNode event) {
    return event.hasNonNull(field)
        ? JSON.getNodeFactory().textNode(Instant.parse(event.get(field).textValue()).toString())
        : JSON.nullNode();
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
