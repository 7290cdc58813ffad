package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every difference between what M2M knows was taken and what the bridge's tables say. What the
 * payload didn't tell, the tables needn't know.
 */
final class Comparison {
  private final List<Webhook> told;
  private final Map<String, DataRequest> requests;
  private final BridgeTables tables;
  private final List<String> differences = new ArrayList<>();
  private final Set<String> referenceIds;

  private Comparison(List<Webhook> webhooks, List<DataRequest> requests, BridgeTables tables) {
    this.told =
        webhooks.stream().filter(webhook -> webhook.state == Webhook.State.ACKNOWLEDGED).toList();
    this.requests =
        requests.stream()
            .collect(Collectors.toMap(request -> request.dataRequestId, Function.identity()));
    this.tables = tables;
    this.referenceIds =
        webhooks.stream()
            .map(webhook -> webhook.link.referenceId)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A sentence for each difference; none where they agree. */
  static List<String> differences(
      List<Webhook> webhooks, List<DataRequest> requests, BridgeTables tables) {
    Comparison comparison = new Comparison(webhooks, requests, tables);
    comparison.deliveries();
    comparison.links();
    comparison.operations();
    comparison.dataRequests();
    return comparison.differences;
  }

  private void deliveries() {
    Map<String, Webhook> byKey =
        told.stream()
            .filter(webhook -> webhook.eventKey() != null)
            .collect(
                Collectors.toMap(
                    webhook -> String.valueOf(webhook.eventKey()),
                    Function.identity(),
                    (first, second) -> first));
    Map<String, BridgeTables.DeliveryRow> rows = tables.deliveries(byKey.keySet(), referenceIds);
    byKey.keySet().stream()
        .filter(key -> !rows.containsKey(key))
        .sorted()
        .forEach(key -> differ(key, "was acknowledged, and isn't in m2m_deliveries"));
    rows.forEach(
        (key, row) -> {
          if (!row.state().equals("done")) {
            differ(
                key, "is " + row.state() + (row.reason() == null ? "" : " (" + row.reason() + ")"));
          }
        });
  }

  private void links() {
    Map<String, Webhook> created = by("link.created");
    Map<String, Webhook> opened = by("link.opened");
    Set<String> ids = union(created, opened);
    Map<String, BridgeTables.LinkRow> rows = tables.links(ids, referenceIds);
    for (String id : ids) {
      BridgeTables.LinkRow row = rows.get(id);
      Webhook creation = created.get(id);
      Webhook opening = opened.get(id);
      if (row == null) {
        differ(id, "was told, and isn't in m2m_links");
        continue;
      }
      same(id, "status", opening != null ? "opened" : "created", row.status());
      if (creation != null) {
        same(id, "url", text(creation, "url"), row.url());
        same(id, "created_at", instant(creation, "createdAt"), row.createdAt());
        same(id, "expires_at", instant(creation, "expiresAt"), row.expiresAt());
      }
      if (opening != null) {
        same(id, "opened_at", instant(opening, "openedAt"), row.openedAt());
      }
    }
    unknown(rows.keySet(), ids, "m2m_links");
  }

  private void operations() {
    Map<String, Webhook> created = by("operation.created");
    Map<String, Webhook> cancelled = by("operation.cancelled");
    Set<String> ids = union(created, cancelled);
    Map<String, BridgeTables.OperationRow> rows = tables.operations(ids, referenceIds);
    Map<String, BridgeTables.HoldRow> holds = tables.holds(ids);
    for (String id : ids) {
      BridgeTables.OperationRow row = rows.get(id);
      Webhook creation = created.get(id);
      boolean isCancelled = cancelled.containsKey(id);
      if (row == null) {
        differ(id, "was told, and isn't in m2m_operations");
        continue;
      }
      same(id, "status", isCancelled ? "cancelled" : "created", row.status());
      BridgeTables.HoldRow hold = holds.get(id);
      if (creation == null) {
        same(id, "hold", null, hold == null ? null : hold.amount());
        continue;
      }
      JsonNode amount = creation.data.path("amount");
      same(id, "send_amount", decimal(amount, "send"), decimal(row.send()));
      same(id, "receive_amount", decimal(amount, "receive"), decimal(row.receive()));
      same(id, "rate", decimal(amount, "rate"), decimal(row.rate()));
      same(id, "fee", decimal(amount, "fee"), decimal(row.fee()));
      same(id, "send_currency", "USD", row.sendCurrency());
      same(id, "receive_currency", "MXN", row.receiveCurrency());
      BigDecimal held = amount.path("send").decimalValue().add(amount.path("fee").decimalValue());
      same(id, "hold", decimal(held), hold == null ? null : decimal(hold.amount()));
      if (hold != null) {
        same(id, "hold released", isCancelled, hold.isReleased());
      }
    }
    unknown(rows.keySet(), ids, "m2m_operations");
  }

  private void dataRequests() {
    Map<String, String> rows = tables.dataRequests(referenceIds);
    for (Webhook webhook : by("user.data_request").values()) {
      String id = webhook.data.path("dataRequestId").asText();
      DataRequest request = requests.get(id);
      String state = rows.get(id);
      if (state == null) {
        differ(id, "was told, and isn't in m2m_data_requests");
      } else if (request != null && (request.fulfilledAt != null) != state.equals("fulfilled")) {
        differ(
            id,
            "is "
                + (request.fulfilledAt == null ? "not fulfilled" : "fulfilled")
                + " at M2M, and "
                + state
                + " in m2m_data_requests");
      }
    }
    unknown(rows.keySet(), requests.keySet(), "m2m_data_requests");
  }

  private void unknown(Set<String> rows, Set<String> known, String table) {
    rows.stream()
        .filter(id -> !known.contains(id))
        .sorted()
        .forEach(id -> differ(id, "is in " + table + ", and M2M hasn't told of it"));
  }

  private void same(String id, String what, @Nullable Object told, @Nullable Object stored) {
    if (!Objects.equals(told, stored)) {
      differ(
          id,
          String.format(Locale.ROOT, "has %s %s at M2M, and %s at the bridge", what, told, stored));
    }
  }

  private void differ(String id, String how) {
    differences.add(id + " " + how);
  }

  private Map<String, Webhook> by(String event) {
    return told.stream()
        .filter(webhook -> webhook.event.equals(event))
        .collect(
            Collectors.toMap(
                webhook -> String.valueOf(webhook.id()), Function.identity(), (a, b) -> a));
  }

  private static Set<String> union(Map<String, Webhook> one, Map<String, Webhook> other) {
    Set<String> ids = new TreeSet<>(one.keySet());
    ids.addAll(other.keySet());
    return ids;
  }

  private static @Nullable String text(Webhook webhook, String field) {
    JsonNode value = webhook.data.path(field);
    return value.isTextual() ? value.asText() : null;
  }

  private static @Nullable Instant instant(Webhook webhook, String field) {
    String text = text(webhook, field);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static @Nullable BigDecimal decimal(JsonNode amount, String field) {
    JsonNode value = amount.path(field);
    return value.isNumber() ? decimal(value.decimalValue()) : null;
  }

  private static @Nullable BigDecimal decimal(@Nullable BigDecimal value) {
    return value == null ? null : value.stripTrailingZeros();
  }
}
