package io.m2mbridge.routes;

import static io.m2mbridge.routes.OperationRows.created;
import static io.m2mbridge.routes.OperationRows.hold;
import static io.m2mbridge.routes.OperationRows.operation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.testing.Rows;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventOperationCreatedTest {
  private static Bridge bridge;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  @Test
  void recordsTheOperationAndHoldsItsFunds() {
    run("op_1", created("op_1").with("data.metadata", "{\"invoice\": \"A-7\"}"));

    assertEquals(
        Rows.expected(
            "{'link_id': 'link_acme_a1b2c3d4e5f6', 'reference_id': 'user_12345',"
                + " 'user_id': 'usr_x9y8z7w6v5u4', 'status': 'created', 'send_amount': 100.00,"
                + " 'send_currency': 'USD', 'receive_amount': 1850.50, 'receive_currency': 'MXN',"
                + " 'rate': 18.505, 'fee': 3.99, 'funding': {'method': 'card', 'last4': '4242',"
                + " 'bankName': 'visa'}, 'payout': {'method': 'bank_account'},"
                + " 'metadata': {'invoice': 'A-7'}, 'created_at': '2026-01-26T14:33:00Z',"
                + " 'cancelled_at': null, 'cancellation_reason': null, 'completed_at': null, 'failed_at': null}"),
        operation(bridge, "op_1"));
    assertEquals(
        Rows.expected(
            "{'amount': 103.99, 'currency': 'USD', 'placed_at': '2026-01-26T14:33:00Z',"
                + " 'released_at': null}"),
        hold(bridge, "op_1"));
  }

  @ParameterizedTest
  @CsvSource({
    "100, 0, 100, 0, 100",
    "100.00, 3.99, 100.00, 3.99, 103.99",
    "100.10, 3.9, 100.10, 3.9, 104.00",
    "0, 0.00, 0, 0.00, 0.00",
    "0.1, 0.2, 0.1, 0.2, 0.3",
    "1e3, 0.5, 1000, 0.5, 1000.5",
    "999999999999999999, 999999999999999999, 999999999999999999, 999999999999999999,"
        + " 1999999999999999998",
    "123456789012345678.123456789012, 0.000000000001, 123456789012345678.123456789012,"
        + " 0.000000000001, 123456789012345678.123456789013",
    "9007199254740993, 0, 9007199254740993, 0, 9007199254740993"
  })
  void keepsMoneyToTheLastDigit(String send, String fee, String sent, String charged, String held) {
    String id = "op_money_" + send + "_" + fee;
    String body =
        created(id)
            .toString()
            .replace("\"send\":100.00", "\"send\":" + send)
            .replace("\"fee\":3.99", "\"fee\":" + fee);
    run(id, body);

    var operation = operation(bridge, id);
    assertEquals(sent, plain(operation.get("send_amount")));
    assertEquals(charged, plain(operation.get("fee")));
    assertEquals("18.505", plain(operation.get("rate")));
    assertEquals("1850.50", plain(operation.get("receive_amount")));
    assertEquals(held, plain(hold(bridge, id).get("amount")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"send\": \"USD\", \"receive\": \"MXN\"}",
        "{\"source\": \"USD\", \"destination\": \"MXN\"}",
        "{\"send\": \"USD\", \"receive\": null, \"destination\": \"MXN\"}",
        "{\"send\": \"USD\", \"source\": \"EUR\", \"receive\": \"MXN\", \"destination\": \"COP\"}"
      })
  void readsTheCurrenciesByEitherName(String currency) {
    String id = "op_currency_" + Integer.toHexString(currency.hashCode());
    run(id, created(id).with("data.amount.currency", currency));

    assertEquals("USD", operation(bridge, id).get("send_currency").textValue());
    assertEquals("MXN", operation(bridge, id).get("receive_currency").textValue());
    assertEquals("USD", hold(bridge, id).get("currency").textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.amount", "data.amount.send"})
  void placesNoHoldWithoutAnAmount(String path) {
    for (String absent : List.of("without", "null")) {
      String id = "op_no_" + path + absent;
      Event event = created(id);
      run(id, absent.equals("null") ? event.with(path, "null") : event.without(path));

      assertTrue(operation(bridge, id).get("send_amount").isNull());
      assertNull(hold(bridge, id));
    }
  }

  @Test
  void holdsTheSendAmountWhereThereIsNoFee() {
    run("op_no_fee", created("op_no_fee").without("data.amount.fee"));
    run("op_null_fee", created("op_null_fee").with("data.amount.fee", "null"));

    assertEquals("100.00", hold(bridge, "op_no_fee").get("amount").asText());
    assertEquals("100.00", hold(bridge, "op_null_fee").get("amount").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linkId",
        "referenceId",
        "userId",
        "status",
        "funding",
        "payout",
        "amount.receive",
        "amount.rate",
        "amount.currency",
        "createdAt",
        "metadata"
      })
  void takesAnOperationWithoutAnyOptionalField(String field) {
    for (String absent : List.of("without", "null")) {
      String id = "op_" + field + "_" + absent;
      Event event = created(id);
      run(
          id,
          absent.equals("null")
              ? event.with("data." + field, "null")
              : event.without("data." + field));

      assertEquals("created", operation(bridge, id).get("status").textValue());
      assertEquals("103.99", plain(hold(bridge, id).get("amount")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"now\"", "\"2026-02-30T00:00:00Z\"", "5", "{}"})
  void placesTheHoldAtTheSignedTimeWhereTheCreationsCantBeRead(String json) {
    String id = "op_time_" + Integer.toHexString(json.hashCode());
    Instant signedAt = Instant.now().minusSeconds(1000).truncatedTo(ChronoUnit.SECONDS);
    String body = created(id).with("data.createdAt", json).toString();
    bridge.send(Webhook.of(body).signedAt(signedAt).to(bridge.webhooks()));
    bridge.await("operation.created:" + id, "done");

    assertTrue(operation(bridge, id).get("created_at").isNull());
    assertEquals(signedAt.toString(), hold(bridge, id).get("placed_at").textValue());
  }

  @Test
  void leavesNoHoldOpenOfAnOperationThatWasCreatedCancelled() {
    run("op_born_dead", created("op_born_dead").withText("data.status", "cancelled"));

    assertEquals("cancelled", operation(bridge, "op_born_dead").get("status").textValue());
    assertTrue(hold(bridge, "op_born_dead").get("released_at").isTextual());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DELETE FROM m2m_fund_holds; --",
        "<img src=x onerror=alert(1)>",
        "a\r\n2026-01-26 INFO forged",
        "${exec:id} ${variable.leaseToken} {{m2m.api.key}}",
        "\u00fc\u6f22\ud83d\ude00"
      })
  void storesAnyTextAsNothingButData(String text) {
    String id = "op_text_" + text;
    run(
        id,
        created(id)
            .withText("data.linkId", text)
            .withText("data.referenceId", text)
            .withText("data.userId", text)
            .withText("data.status", text)
            .withText("data.amount.currency.send", text)
            .withText("data.funding.bankName", text)
            .withText("data.payout", text));

    var operation = operation(bridge, id);
    for (String column :
        List.of("link_id", "reference_id", "user_id", "status", "send_currency", "payout")) {
      assertEquals(text, operation.get(column).textValue(), column);
    }
    assertEquals(text, operation.get("funding").get("bankName").textValue());
    assertEquals(text, hold(bridge, id).get("currency").textValue());
  }

  @Test
  void takesEffectOnceHoweverOftenItIsSent() {
    String body = created("op_again").toString();
    run("op_again", body);
    for (int i = 0; i < 5; i++) {
      assertEquals("duplicate", Bridge.outcome(bridge.send(body)));
    }
    String later =
        body.replace("2026-01-26T14:33:00.000Z\",\"data", "2026-01-27T00:00:00.000Z\",\"data");
    assertEquals("duplicate", Bridge.outcome(bridge.send(later)));

    bridge.awaitIdle();
    var row = bridge.delivery("operation.created:op_again");
    assertEquals(6, row.get("duplicates"));
    assertEquals(1, row.get("attempts"));
    assertEquals("103.99", hold(bridge, "op_again").get("amount").asText());
  }

  private static String plain(JsonNode number) {
    return number.decimalValue().toPlainString();
  }

  private static void run(String operationId, Object event) {
    assertEquals("accepted", Bridge.outcome(bridge.send(event.toString())));
    bridge.await("operation.created:" + operationId, "done");
  }
}
