package io.m2mbridge.routes;

import static io.m2mbridge.routes.OperationRows.cancelled;
import static io.m2mbridge.routes.OperationRows.created;
import static io.m2mbridge.routes.OperationRows.hold;
import static io.m2mbridge.routes.OperationRows.operation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.testing.Orders;
import io.m2mbridge.testing.Rows;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventOperationCancelledTest {
  private static final String OPERATION =
      "{'link_id': 'link_acme_a1b2c3d4e5f6', 'reference_id': 'user_12345',"
          + " 'user_id': 'usr_x9y8z7w6v5u4', 'status': 'cancelled', 'send_amount': 100.00,"
          + " 'send_currency': 'USD', 'receive_amount': 1850.50, 'receive_currency': 'MXN',"
          + " 'rate': 18.505, 'fee': 3.99, 'funding': {'method': 'card', 'last4': '4242',"
          + " 'bankName': 'visa'}, 'payout': {'method': 'bank_account'}, 'metadata': null,"
          + " 'created_at': '2026-01-26T14:33:00Z', 'cancelled_at': '2026-01-26T14:35:00Z',"
          + " 'cancellation_reason': 'user_requested', 'completed_at': null, 'failed_at': null}";
  private static final String RELEASED =
      "{'amount': 103.99, 'currency': 'USD', 'placed_at': '2026-01-26T14:33:00Z',"
          + " 'released_at': '2026-01-26T14:35:00Z'}";

  private static Bridge bridge;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  @Test
  void keepsACancellationWhoseCreationNeverCame() {
    Orders.run(
        bridge, List.of(List.of(cancelled("cx_1").with("data.metadata", "{\"a\": 1}").toString())));

    var operation = operation(bridge, "cx_1");
    assertEquals("cancelled", operation.get("status").textValue());
    assertEquals("2026-01-26T14:35:00Z", operation.get("cancelled_at").textValue());
    assertEquals("user_requested", operation.get("cancellation_reason").textValue());
    assertEquals("{\"a\":1}", operation.get("metadata").toString());
    assertTrue(operation.get("send_amount").isNull());
    assertNull(hold(bridge, "cx_1"));
  }

  @ParameterizedTest
  @CsvSource({"cx", "xc", "cxc", "xcx", "ccxx", "xxcc", "xccxcx"})
  void releasesTheHoldInWhateverOrderTheTwoCome(String order) {
    String id = "cx_order_" + order;
    String creation = created(id).toString();
    String cancellation = cancelled(id).toString();
    Orders.run(
        bridge, List.of(order.chars().mapToObj(c -> c == 'c' ? creation : cancellation).toList()));

    assertEquals(Rows.expected(OPERATION), operation(bridge, id));
    assertEquals(Rows.expected(RELEASED), hold(bridge, id));
  }

  @Test
  void endsInTheSameRowsInWhateverOrderTheTwoCome() {
    Map<String, List<UnaryOperator<Event>>> variants = new LinkedHashMap<>();
    variants.put("as documented", List.of(e -> e, e -> e));
    for (String field :
        List.of(
            "linkId",
            "referenceId",
            "userId",
            "status",
            "funding",
            "payout",
            "amount",
            "amount.send",
            "amount.receive",
            "amount.rate",
            "amount.fee",
            "amount.currency",
            "createdAt")) {
      variants.put("creation without " + field, List.of(e -> e.without("data." + field), e -> e));
      variants.put(
          "creation with null " + field, List.of(e -> e.with("data." + field, "null"), e -> e));
    }
    for (String field :
        List.of("linkId", "referenceId", "userId", "status", "cancellationReason", "cancelledAt")) {
      variants.put(
          "cancellation without " + field, List.of(e -> e, e -> e.without("data." + field)));
      variants.put(
          "cancellation with null " + field, List.of(e -> e, e -> e.with("data." + field, "null")));
    }
    variants.put(
        "other ids in each",
        List.of(
            e -> e,
            e ->
                e.withText("data.linkId", "link_other")
                    .withText("data.referenceId", "user_other")
                    .withText("data.userId", "usr_other")));
    variants.put(
        "ids in neither",
        List.of(EventOperationCancelledTest::withoutIds, EventOperationCancelledTest::withoutIds));
    variants.put(
        "a status of its own",
        List.of(
            e -> e.withText("data.status", "completed"), e -> e.withText("data.status", "void")));
    variants.put("created cancelled", List.of(e -> e.withText("data.status", "cancelled"), e -> e));
    variants.put(
        "unreadable times",
        List.of(
            e -> e.withText("data.createdAt", "now"),
            e -> e.withText("data.cancelledAt", "2026-02-30T00:00:00Z")));
    variants.put(
        "cancelled before it was created",
        List.of(e -> e, e -> e.withText("data.cancelledAt", "2020-01-01T00:00:00Z")));
    variants.put(
        "an amount in the cancellation",
        List.of(e -> e, e -> e.with("data.amount", "{\"send\": 7, \"fee\": 1}")));
    List<String> metadata = List.of("", "null", "{}", "{\"a\": 1}", "{\"b\": [2]}");
    for (String creation : metadata) {
      for (String cancellation : metadata) {
        variants.put(
            "metadata " + creation + " and " + cancellation,
            List.of(e -> withMetadata(e, creation), e -> withMetadata(e, cancellation)));
      }
    }

    List<List<String>> sequences = new ArrayList<>();
    Map<String, List<String>> ids = new LinkedHashMap<>();
    variants.forEach(
        (name, change) -> {
          List<String> own = ids.computeIfAbsent(name, n -> new ArrayList<>());
          for (String order : List.of("cx", "xc", "cxcx", "xxc")) {
            String id = "cx_" + ids.size() + "_" + order;
            own.add(id);
            String creation = change.get(0).apply(created(id)).toString();
            String cancellation = change.get(1).apply(cancelled(id)).toString();
            sequences.add(order.chars().mapToObj(c -> c == 'c' ? creation : cancellation).toList());
          }
        });
    Orders.run(bridge, sequences);

    var operations = Rows.all(bridge.sql(), "m2m_operations", "operation_id");
    var holds = Rows.all(bridge.sql(), "m2m_fund_holds", "operation_id");
    ids.forEach(
        (name, own) -> {
          ObjectNode first = operations.get(own.get(0));
          assertEquals("cancelled", first.get("status").textValue(), name);
          for (String id : own) {
            assertEquals(first, operations.get(id), name + ", " + id);
            assertEquals(
                first.get("send_amount").isNull(), !holds.containsKey(id), name + ", " + id);
            assertEquals(
                timeless(holds.get(own.get(0))), timeless(holds.get(id)), name + ", " + id);
            if (holds.containsKey(id)) {
              assertTrue(holds.get(id).get("released_at").isTextual(), name + ", " + id);
            }
          }
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "cx; null",
        "xc; null",
        "cx; \"now\"",
        "xc; \"now\"",
        "cx; \"2026-02-30T00:00:00Z\"",
        "xc; \"2026-02-30T00:00:00Z\"",
        "cx; 5",
        "xc; 5"
      })
  void releasesTheHoldAtTheSignedTimeWhereTheCancellationsCantBeRead(String order, String json) {
    String id = "cx_time_" + order + Integer.toHexString(json.hashCode());
    Instant signedAt = Instant.now().minusSeconds(2000).truncatedTo(ChronoUnit.SECONDS);
    String creation = created(id).toString();
    String cancellation = cancelled(id).with("data.cancelledAt", json).toString();
    for (char event : order.toCharArray()) {
      bridge.send(
          event == 'c'
              ? Webhook.of(creation).to(bridge.webhooks())
              : Webhook.of(cancellation).signedAt(signedAt).to(bridge.webhooks()));
      bridge.awaitIdle();
    }

    assertTrue(operation(bridge, id).get("cancelled_at").isNull());
    assertEquals(signedAt.toString(), hold(bridge, id).get("released_at").textValue());
    assertEquals("2026-01-26T14:33:00Z", hold(bridge, id).get("placed_at").textValue());
  }

  @Test
  void leavesNoWrongHoldWhenBothAreWorkedOnAtTheSameMoment() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    int operations = 300;
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < operations; i++) {
      bodies.add(created("race_" + i).toString());
      bodies.add(cancelled("race_" + i).toString());
    }
    Collections.shuffle(bodies.subList(operations, 2 * operations), new Random(seed));
    bridge.context().getRouteController().stopRoute("event-dispatch");
    bodies.parallelStream().forEach(bridge::send);
    bridge.context().getRouteController().startRoute("event-dispatch");
    bridge.awaitIdle();

    assertEquals(
        Map.of(Rows.expected(OPERATION), operations),
        Rows.counts(bridge.sql(), "m2m_operations", "operation_id", "race_"));
    assertEquals(
        Map.of(Rows.expected(RELEASED), operations),
        Rows.counts(bridge.sql(), "m2m_fund_holds", "operation_id", "race_"));
    assertEquals(
        0L,
        bridge
            .sql()
            .sql(
                "SELECT count(*) FROM m2m_deliveries WHERE event_key LIKE '%:race\\_%'"
                    + " AND (state <> 'done' OR attempts <> 1 OR effects_at IS NULL)")
            .query(Long.class)
            .single());
  }

  private static Event withoutIds(Event event) {
    return event.without("data.linkId").without("data.referenceId").without("data.userId");
  }

  private static Event withMetadata(Event event, String json) {
    return json.isEmpty() ? event : event.with("data.metadata", json);
  }

  /** Where a payload lacks its time, the hold has that of its webhook. */
  private static ObjectNode timeless(ObjectNode hold) {
    return hold == null ? null : hold.deepCopy().without(List.of("placed_at", "released_at"));
  }
}
