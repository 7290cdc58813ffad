package io.m2mbridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.testing.RecipeSite;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.RecordingServer;
import io.m2mbridge.testkit.RecordingServer.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pages of {@code docs/recipes} about steps and routes: data, tables, conditions, notices. */
@Tag("verify")
@ExtendWith(RecipeSite.Shared.class)
class RouteRecipesTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static RecipeSite at;
  private static RecordingServer site;
  private static Bridge bridge;

  @BeforeAll
  static void take(RecipeSite shared) {
    at = shared;
    site = shared.service();
    bridge = shared.bridge();
  }

  @Test
  void forwardsChosenFields() throws IOException {
    at.link("created", "acme_a1b2c3d4e5f6");

    Request call = at.only("/links", "acme_a1b2c3d4e5f6");
    assertEquals(
        JSON.readTree(at.page("masking").json("The service receives")), JSON.readTree(call.body()));
  }

  @Test
  void writesALedgerRowWithTheHold() {
    String amount = "12345678901234.560";
    at.created("row", "amount.send", amount);
    Map<String, Object> row =
        bridge
            .sql()
            .sql("SELECT * FROM ledger_entries WHERE operation_id = 'row'")
            .query()
            .singleRow();
    assertEquals(new BigDecimal(amount), row.get("amount"));
    assertEquals("USD", row.get("currency"));

    // A time that no column takes.
    Event late = Event.of("operation.created").withText("data.operationId", "no_row");
    bridge.send(late.without("data.createdAt").toString());
    Awaitility.await()
        .until(
            () -> {
              Map<String, Object> delivery = bridge.delivery("operation.created:no_row");
              return delivery != null && delivery.get("last_error") != null;
            });
    assertEquals(0, count("m2m_fund_holds WHERE operation_id = 'no_row'"));
  }

  @Test
  void sendsNoticesToSlackAsJson() throws IOException {
    at.created("a1b2c3d4e5f6", "status", "\"created\"");
    at.created("\\\"},${body}, '", "status", "\"created\"");

    for (String told :
        List.of(
            at.page("slack").json("Slack receives").replace("op_", ""),
            "{\"text\":\"M2M operation-created: operation.created:\\\\\\\"},${body}, '\"}")) {
      JsonNode expected = JSON.readTree(told);
      Awaitility.await(told)
          .until(
              () ->
                  at.to(RecipeSite.SLACK).stream()
                      .map(RouteRecipesTest::tree)
                      .anyMatch(expected::equals));
    }
    for (Request call : at.to(RecipeSite.SLACK)) {
      assertEquals("application/json", call.header("Content-Type"));
    }
  }

  @Test
  void choosesByAmountAndCurrency() {
    at.created("small", "amount.send", "999.995");
    at.created("large", "amount.send", "1000.00");
    at.created("pesos", "amount.currency.send", "\"MXN\"");
    bridge.send(
        Event.of("operation.created")
            .withText("data.operationId", "bare")
            .without("data.amount")
            .toString());
    bridge.await("operation.created:bare", "done");

    Map<String, Set<String>> told =
        Map.of(
            "small", Set.of("/dollars"),
            "large", Set.of("/dollars", "/large"),
            "pesos", Set.of("/others"),
            "bare", Set.of("/others"));
    told.forEach(
        (id, paths) ->
            assertEquals(
                paths,
                Stream.of("/dollars", "/others", "/large")
                    .filter(path -> at.to(path, id).size() == 1)
                    .collect(Collectors.toSet()),
                id));
  }

  @Test
  void masksWithoutChangingAmounts() {
    at.created("masked", "amount.fee", "1234567890123.40");
    bridge.send(
        Event.of("operation.created")
            .withText("data.operationId", "unfunded")
            .without("data.funding")
            .without("data.userId")
            .toString());
    bridge.await("operation.created:unfunded", "done");

    String masked = at.only("/dollars", "masked").body();
    assertTrue(masked.contains("\"fee\":1234567890123.40"), masked);
    assertTrue(masked.contains("\"send\":100.00"), masked);
    assertTrue(masked.contains("\"funding\":{\"method\":\"card\",\"bankName\":\"visa\"}"), masked);
    assertFalse(masked.contains("userId"), masked);
    at.only("/dollars", "unfunded");
  }

  @Test
  void answersDataRequestsFromAService() throws IOException {
    String page = at.page("user-data-from-a-service").json("The CRM answers");
    site.answersTo("users", RecordingServer.json(200, page));
    at.request("dr_1", "user & 1\u0141");
    at.request("dr_2", "user & 1\u0141");

    assertEquals(
        List.of("GET /users?id=user+%26+1%C5%81"),
        at.to("/users").stream()
            .filter(call -> call.target().contains("%26"))
            .map(call -> call.method() + " " + call.target())
            .toList());
    for (String id : List.of("dr_1", "dr_2")) {
      assertEquals(
          JSON.readTree(
              "{\"idNumber\":\"GALO900515HDFRPN09\",\"idType\":\"CURP\",\"dob\":\"1990-05-15\"}"),
          JSON.readTree(at.m2m().requestsFor(id).get(0).body()).path("userData"));
    }
  }

  @Test
  void answersNothingForAUserWhomTheServiceDoesNotKnow() {
    site.answersTo("users", RecordingServer.json(404, "{\"error\":\"no user\"}"));
    at.request("dr_3", "unknown");

    assertEquals(List.of(), at.m2m().requestsFor("dr_3"));
    assertNull(bridge.delivery("user.data_request:dr_3").get("last_error"));
  }

  @Test
  void recordsANewEventOnce() {
    String event =
        "{\"event\":\"operation.completed\",\"timestamp\":\"%s\",\"data\":"
            + "{\"operationId\":\"op_done\",\"completedAt\":\"2026-01-26T15:00:00Z\"}}";
    bridge.send(event.formatted("1"));
    assertEquals("duplicate", Bridge.outcome(bridge.send(event.formatted("1"))));
    assertEquals("accepted", Bridge.outcome(bridge.send(event.formatted("2"))));

    Awaitility.await()
        .until(
            () ->
                at.gateway().requests().stream()
                    .filter(call -> call.body().contains("op_done"))
                    .map(call -> call.header("m2mEventKey"))
                    .filter(key -> key.matches("operation\\.completed:sha256:[0-9a-f]{64}"))
                    .distinct()
                    .count(),
            count -> count == 2);
    assertEquals(1, count("completed_operations WHERE operation_id = 'op_done'"));
  }

  @Test
  void reportsOpenHoldsAgainAfterAFailure() {
    site.answersTo("holds", RecordingServer.json(500, ""));
    bridge.send(
        Event.of("operation.created")
            .withText("data.operationId", "held")
            .withText("data.amount.currency.send", "CHF")
            .toString());

    String line = "{\"currency\":\"CHF\",\"holds\":1,\"amount\":\"103.99\"}";
    Awaitility.await()
        .until(
            () -> at.to("/holds").stream().filter(call -> call.body().contains(line)).count() > 1);
    assertEquals("application/json", at.to("/holds").get(0).header("Content-Type"));
    assertEquals(
        List.of("the report was not sent: HttpOperationFailedException"),
        at.logs().of("m2m.report"));
  }

  private static long count(String from) {
    return bridge.sql().sql("SELECT count(*) FROM " + from).query(Long.class).single();
  }

  private static JsonNode tree(Request call) {
    try {
      return JSON.readTree(call.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
