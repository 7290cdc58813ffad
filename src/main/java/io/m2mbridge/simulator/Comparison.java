package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares the events that the receiver acknowledged with the bridge's tables. The tables need not
 * contain what the payload didn't contain.
 */
final class Comparison {
  private final List<Webhook> told;
  private final Map<String, DataRequest> requests;

  /** The ends that only the API tells of, by the operation's id. A bridge may have learned them. */
  private final Map<String, String> ends;

  private final BridgeTables tables;
  private final List<String> differences = new ArrayList<>();
  private final Set<String> referenceIds;

  private Comparison(
      List<Webhook> webhooks,
      List<DataRequest> requests,
      List<Operation> operations,
      BridgeTables tables) {
    this.told =
        new ArrayList<>(
            webhooks.stream()
                .filter(webhook -> webhook.state == Webhook.State.ACKNOWLEDGED)
                .toList());
    this.requests =
        requests.stream()
            .collect(Collectors.toMap(request -> request.dataRequestId, Function.identity()));
    this.ends =
        operations.stream()
            .filter(Operation::hasSilentEnd)
            .collect(
                Collectors.toMap(each -> each.operationId, each -> ApiAnswers.name(each.status)));
    this.tables = tables;
    this.referenceIds =
        webhooks.stream()
            .map(webhook -> webhook.link.referenceId)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns one sentence on each difference; an empty list if there is none. */
  static List<String> differences(
      List<Webhook> webhooks,
      List<DataRequest> requests,
      List<Operation> operations,
      BridgeTables tables) {
    Comparison comparison = new Comparison(webhooks, requests, operations, tables);
    comparison.deliveries();
    comparison.links();
    comparison.operations();
    comparison.dataRequests();
    return comparison.differences;
  }

  private void deliveries() {
    Set<String> keys =
        told.stream()
            .flatMap(webhook -> Stream.ofNullable(webhook.eventKey()))
            .collect(Collectors.toSet());
    Map<String, BridgeTables.DeliveryRow> rows =
        new TreeMap<>(tables.deliveries(keys, referenceIds));
    Set<String> unknown = tables.unknownEvents(referenceIds);
    rows.forEach(
        (key, row) -> {
          if (!row.state().equals("done")) {
            differ(key, "is " + row.state() + (row.reason() == null ? "" : ": " + row.reason()));
          }
        });
    told.removeIf(
        webhook -> {
          String key = webhook.eventKey();
          boolean isThere =
              key == null
                  ? unknown.contains(webhook.data.path("note").asText())
                  : rows.containsKey(key);
          // The quarantine is already reported above. Such an event changed no other table.
          boolean isQuarantined =
              !isThere && rows.values().stream().anyMatch(row -> isOf(row, webhook));
          if (!isThere && !isQuarantined) {
            differ(webhook.name(), "was acknowledged, and isn't in m2m_deliveries");
          }
          return isQuarantined;
        });
  }

  private static boolean isOf(BridgeTables.DeliveryRow row, Webhook webhook) {
    return row.state().equals("quarantined")
        && webhook.event.equals(row.event())
        && webhook.link.linkId.equals(row.linkId());
  }

  private void links() {
    Map<String, JsonNode> created = by("link.created");
    Map<String, JsonNode> opened = by("link.opened");
    Set<String> ids = union(created, opened);
    Map<String, JsonNode> rows = tables.links(ids, referenceIds);
    for (String id : ids) {
      JsonNode creation = created.getOrDefault(id, MissingNode.getInstance());
      JsonNode opening = opened.getOrDefault(id, MissingNode.getInstance());
      RowComparison told = told(id, rows.get(id), "m2m_links");
      if (told != null) {
        told.is("status", opened.containsKey(id) ? "opened" : "created");
        told.is("reference_id", either(creation, opening, "referenceId"));
        told.isText("url", creation.path("url"));
        told.isTime("created_at", creation.path("createdAt"));
        told.isTime("expires_at", creation.path("expiresAt"));
        told.isTime("opened_at", opening.path("openedAt"));
        told.isJson("device_info", opening.path("deviceInfo"));
        told.isJson("metadata", creation.path("metadata"));
      }
    }
    unknown(rows.keySet(), ids, "m2m_links");
  }

  private void operations() {
    Map<String, JsonNode> created = by("operation.created");
    Map<String, JsonNode> cancelled = by("operation.cancelled");
    Set<String> ids = union(created, cancelled);
    Map<String, JsonNode> rows = tables.operations(ids, referenceIds);
    Map<String, JsonNode> holds = tables.holds(union(created, rows));
    for (String id : ids) {
      JsonNode creation = created.getOrDefault(id, MissingNode.getInstance());
      JsonNode cancellation = cancelled.getOrDefault(id, MissingNode.getInstance());
      JsonNode amount = creation.path("amount");
      RowComparison told = told(id, rows.get(id), "m2m_operations");
      if (told != null) {
        boolean isLearned = Objects.equals(told.text("status"), ends.get(id));
        if (cancelled.containsKey(id) || !isLearned) {
          told.is("status", cancelled.containsKey(id) ? "cancelled" : "created");
        }
        told.is("link_id", either(creation, cancellation, "linkId"));
        told.is("reference_id", either(creation, cancellation, "referenceId"));
        told.is("user_id", either(creation, cancellation, "userId"));
        told.isDecimal("send_amount", amount.path("send"));
        told.isDecimal("receive_amount", amount.path("receive"));
        told.isDecimal("rate", amount.path("rate"));
        told.isDecimal("fee", amount.path("fee"));
        told.is("send_currency", either(amount.path("currency"), "send", "source"));
        told.is("receive_currency", either(amount.path("currency"), "receive", "destination"));
        told.isJson("funding", creation.path("funding"));
        told.isJson("payout", creation.path("payout"));
        told.isTime("created_at", creation.path("createdAt"));
        told.isTime("cancelled_at", cancellation.path("cancelledAt"));
        told.isText("cancellation_reason", cancellation.path("cancellationReason"));
      }
      hold(id, creation, cancellation, cancelled.containsKey(id), holds.get(id));
    }
    unknown(holds.keySet(), ids, "m2m_fund_holds");
    ids.addAll(ends.keySet());
    unknown(rows.keySet(), ids, "m2m_operations");
  }

  /**
   * Compares a hold: the sent amount plus its fee, placed by the creation and released by the
   * cancellation.
   */
  private void hold(
      String id,
      JsonNode creation,
      JsonNode cancellation,
      boolean isCancelled,
      @Nullable JsonNode row) {
    JsonNode amount = creation.path("amount");
    if (!amount.path("send").isNumber()) {
      if (row != null) {
        differ(id, "has no amount at M2M, and is in m2m_fund_holds");
      }
      return;
    }
    RowComparison told = told(id, row, "m2m_fund_holds");
    if (told != null) {
      BigDecimal held = amount.path("send").decimalValue().add(amount.path("fee").decimalValue());
      told.isDecimal("amount", EventTemplates.JSON.getNodeFactory().numberNode(held));
      told.is("currency", either(amount.path("currency"), "send", "source"));
      told.isSet("released_at", isCancelled);
      // If the payload has no time, the bridge uses another one.
      if (creation.path("createdAt").isTextual()) {
        told.isTime("placed_at", creation.path("createdAt"));
      }
      if (cancellation.path("cancelledAt").isTextual()) {
        told.isTime("released_at", cancellation.path("cancelledAt"));
      }
    }
  }

  private void dataRequests() {
    Map<String, JsonNode> asked = by("user.data_request");
    Map<String, JsonNode> rows = tables.dataRequests(asked.keySet(), referenceIds);
    asked.forEach(
        (id, data) -> {
          RowComparison told = told(id, rows.get(id), "m2m_data_requests");
          DataRequest request = requests.get(id);
          if (told == null || request == null) {
            return;
          }
          told.is("reference_id", request.link.referenceId);
          told.isText("link_id", data.path("linkId"));
          boolean isFulfilled = request.fulfilledAt != null;
          String state = told.text("state");
          if (isFulfilled != "fulfilled".equals(state)) {
            differ(
                id,
                "is "
                    + (isFulfilled ? "fulfilled" : "not fulfilled")
                    + " at M2M, and "
                    + state
                    + " in m2m_data_requests");
          } else if (!isFulfilled
              && request.calls == 0
              && Findings.isDue(request)
              && !"no_data".equals(state)) {
            differ(id, "was never answered, and is " + state + " in m2m_data_requests");
          } else if (isFulfilled) {
            told.is("fields_sent", String.join(",", new TreeSet<>(request.fields)));
          }
        });
    unknown(rows.keySet(), requests.keySet(), "m2m_data_requests");
  }

  /** Returns the comparison of a row, or null if there is no row, which is reported here. */
  private @Nullable RowComparison told(String id, @Nullable JsonNode row, String table) {
    if (row == null) {
      differ(id, "was told, and isn't in " + table);
      return null;
    }
    return new RowComparison(
        row, (column, how) -> differ(id, "has in " + table + "." + column + " " + how));
  }

  private void unknown(Set<String> rows, Set<String> known, String table) {
    rows.stream()
        .filter(id -> !known.contains(id))
        .sorted()
        .forEach(id -> differ(id, "is in " + table + ", and M2M hasn't told of it"));
  }

  private void differ(String id, String how) {
    differences.add(id + " " + how);
  }

  /** Returns the payloads of an event, by the ids in them. */
  private Map<String, JsonNode> by(String event) {
    Map<String, JsonNode> payloads = new HashMap<>();
    told.stream()
        .filter(webhook -> webhook.event.equals(event))
        .forEach(webhook -> payloads.put(String.valueOf(webhook.id()), webhook.data));
    return payloads;
  }

  private static Set<String> union(Map<String, JsonNode> one, Map<String, JsonNode> other) {
    Set<String> ids = new TreeSet<>(one.keySet());
    ids.addAll(other.keySet());
    return ids;
  }

  private static @Nullable String either(JsonNode one, JsonNode other, String field) {
    return one.path(field).isTextual() ? one.path(field).asText() : other.path(field).textValue();
  }

  private static @Nullable String either(JsonNode node, String field, String otherField) {
    return node.path(field).isTextual()
        ? node.path(field).asText()
        : node.path(otherField).textValue();
  }
}
