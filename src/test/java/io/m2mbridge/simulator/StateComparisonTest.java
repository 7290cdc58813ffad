package io.m2mbridge.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two journeys, one cancelled, and what a receiver may say of them. */
class StateComparisonTest {
  /** Of a user who sent 100.10 USD, at a fee of 3.99; the other one cancelled 7 USD. */
  private static final String GOOD =
      """
      {"events": [
         {"key": "link.created:KEPT_LINK"}, {"key": "link.created:GONE_LINK", "count": 1},
         {"key": "link.opened:KEPT_LINK"}, {"key": "link.opened:GONE_LINK"},
         {"key": "user.data_request:KEPT_DATA"}, {"key": "user.data_request:GONE_DATA"},
         {"key": "operation.created:KEPT"}, {"key": "operation.created:GONE"},
         {"key": "operation.cancelled:GONE"}, {"key": "link.created:of_another_run", "count": 9}],
       "links": [{"linkId": "KEPT_LINK", "status": "opened", "note": "theirs"},
         {"linkId": "GONE_LINK", "status": "opened"}, {"linkId": "another", "status": "created"}],
       "operations": [
         {"operationId": "KEPT", "status": "created", "amount": 100.1, "fee": "3.990", "currency": "USD"},
         {"operationId": "GONE", "status": "cancelled", "amount": null}],
       "holds": [
         {"operationId": "KEPT", "amount": "104.09", "currency": "USD", "released": false},
         {"operationId": "GONE", "amount": 10.99, "released": true},
         {"operationId": "another", "amount": 1}],
       "dataRequests": [{"dataRequestId": "KEPT_DATA"}, {"dataRequestId": "GONE_DATA"}],
       "anything": {"else": 1}}
      """;

  private static final Sandbox M2M = new Sandbox();
  private static List<Webhook> webhooks;
  private static Operation kept;
  private static Operation gone;

  @BeforeAll
  static void play() throws Exception {
    kept = operation("user_1", "100.10");
    gone = operation("user_2", "7");
    M2M.simulator().run(() -> M2M.simulator().platform().cancel(gone));
    M2M.awaitIdle();
    webhooks = M2M.simulator().ask(() -> List.copyOf(M2M.simulator().webhooks().all()));
  }

  private static Operation operation(String user, String amount) throws Exception {
    DataRequest request = M2M.askedOf(user);
    return M2M.simulator()
        .ask(
            () ->
                M2M.simulator()
                    .platform()
                    .send(
                        request.link,
                        new BigDecimal(amount),
                        new BigDecimal("17.5"),
                        new BigDecimal("3.99")));
  }

  @AfterAll
  static void close() {
    M2M.close();
  }

  private static String dataRequest(Operation of) throws InterruptedException {
    return M2M.simulator()
        .ask(
            () ->
                M2M.simulator().platform().dataRequests().stream()
                    .filter(request -> request.link == of.link)
                    .map(request -> request.dataRequestId)
                    .findFirst()
                    .orElseThrow());
  }

  private static ReceiverState state(String json) throws InterruptedException {
    return ReceiverState.read(
        json.replace("KEPT_LINK", kept.link.linkId)
            .replace("GONE_LINK", gone.link.linkId)
            .replace("KEPT_DATA", dataRequest(kept))
            .replace("GONE_DATA", dataRequest(gone))
            .replace("KEPT", kept.operationId)
            .replace("GONE", gone.operationId)
            .getBytes(UTF_8));
  }

  private static List<String> differences(String json) throws InterruptedException {
    return StateComparison.of(webhooks, state(json)).differences();
  }

  private static String changed(String what, String into) {
    assertTrue(GOOD.contains(what), what);
    return GOOD.replace(what, into);
  }

  @Test
  void findsNoneInWhatIsRight() throws Exception {
    assertEquals(9, webhooks.size());
    Compared compared = StateComparison.of(webhooks, state(GOOD));

    assertEquals(List.of(), compared.differences());
    assertEquals(Set.of(), compared.unchecked());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"key": "link.opened:KEPT_LINK"}, | | link.opened:KEPT_LINK was acknowledged, and isn't in events
          {"key": "operation.created:KEPT"} | {"key": "operation.created:KEPT", "count": 0} | operation.created:KEPT was acknowledged, and isn't in events
          {"key": "operation.created:KEPT"} | {"key": "operation.created:KEPT", "count": 3} | operation.created:KEPT is in events 3 times, and M2M told of it once
          {"key": "operation.created:KEPT"} | {"key": "operation.created:KEPT"}, {"key": "operation.created:KEPT"} | operation.created:KEPT is in events 2 times, and M2M told of it once
          {"linkId": "KEPT_LINK", "status": "opened", "note": "theirs"}, | | KEPT_LINK was acknowledged, and isn't in links
          "KEPT_LINK", "status": "opened" | "KEPT_LINK", "status": "created" | KEPT_LINK is created in links, and M2M told that it is opened
          {"linkId": "another", "status": "created"} | {"linkId": "KEPT_LINK", "status": "opened"} | KEPT_LINK is in links 2 times, and M2M told of it once
          100.1, | 100.11, | KEPT has in operations.amount 100.11, and M2M told 100.1
          "3.990" | "0" | KEPT has in operations.fee 0, and M2M told 3.99
          "currency": "USD"} | "currency": "EUR"} | KEPT has in operations.currency another value than M2M's USD
          "KEPT", "status": "created" | "KEPT", "status": "cancelled" | KEPT is cancelled in operations, and M2M told that it is created
          "GONE", "status": "cancelled" | "GONE", "status": "created" | GONE is created in operations, and M2M told that it is cancelled
          {"operationId": "KEPT", "amount": "104.09", "currency": "USD", "released": false}, | | KEPT was acknowledged, and isn't in holds
          {"operationId": "another", "amount": 1} | {"operationId": "KEPT", "amount": "104.09"} | KEPT is in holds 2 times, and M2M told of it once
          "104.09" | 104.09000000000001 | KEPT has in holds.amount 104.09000000000001, and M2M told 104.09
          "104.09" | "100.1" | KEPT has in holds.amount 100.1, and M2M told 104.09
          "released": false | "released": true | KEPT is released in holds, and M2M told of no cancellation
          "released": true | "released": false | GONE is held in holds, and M2M told that it is cancelled
          , "released": true | | GONE is held in holds, and M2M told that it is cancelled
          {"dataRequestId": "KEPT_DATA"}, | | KEPT_DATA was acknowledged, and isn't in dataRequests
          {"dataRequestId": "KEPT_DATA"}, | {"dataRequestId": "GONE_DATA"}, {"dataRequestId": "KEPT_DATA"}, | GONE_DATA is in dataRequests 2 times, and M2M told of it once
          """)
  void findsWhatIsWrong(String what, String into, String expected) throws Exception {
    List<String> found = differences(changed(what, into == null ? "" : into));

    assertEquals(
        expected
            .replace("KEPT_LINK", kept.link.linkId)
            .replace("KEPT_DATA", dataRequest(kept))
            .replace("GONE_DATA", dataRequest(gone))
            .replace("KEPT", kept.operationId)
            .replace("GONE", gone.operationId),
        String.join("; ", found).replaceAll("told (\\d+\\.\\d*[1-9])0+$", "told $1"));
  }

  @Test
  void letsAReceiverForgetAHoldThatItReleased() throws Exception {
    assertEquals(
        List.of(),
        differences(
            changed("{\"operationId\": \"GONE\", \"amount\": 10.99, \"released\": true},", "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"links": []}        | link.created link.opened operation.cancelled operation.created user.data_request
          {"operations": []}   | link.created link.opened operation.created user.data_request
          {"holds": []}        | link.created link.opened user.data_request
          {"dataRequests": []} | link.created link.opened operation.cancelled operation.created user.data_request
          """)
  void saysWhatASectionDoesNotShow(String json, String unchecked) throws Exception {
    assertEquals(
        unchecked, String.join(" ", StateComparison.of(webhooks, state(json)).unchecked()));
  }

  @Test
  void demandsNothingThatWasNotAcknowledged() throws Exception {
    try (Sandbox refused = new Sandbox()) {
      refused.speed = WebhookScenario.FASTEST;
      refused.receiver.answers(
          WebhookScenario.REFUSAL,
          WebhookScenario.REFUSAL,
          WebhookScenario.REFUSAL,
          WebhookScenario.REFUSAL,
          WebhookScenario.REFUSAL);
      Link link = refused.createLink("user_1");
      refused.awaitIdle();
      List<Webhook> failed = List.of(refused.webhook(1));

      for (String links :
          List.of("", "{\"linkId\": \"" + link.linkId + "\", \"status\": \"created\"}")) {
        ReceiverState state = ReceiverState.read(("{\"links\": [" + links + "]}").getBytes(UTF_8));
        assertEquals(List.of(), StateComparison.of(failed, state).differences());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                       | is no JSON object
          {"links":                                | is no JSON object
          {"links": []} {}                         | is no JSON object
          {"Links": []}                            | has none of the sections operations, holds, links, dataRequests and events
          {"links": {}}                            | has in links no array
          {"links": null}                          | has in links no array
          {"links": [1]}                           | has in links[0].linkId not a text
          {"links": [{"linkId": "a"}]}             | has in links[0].status not created or opened
          {"links": [{"linkId": "a", "status": "cancelled"}]} | has in links[0].status not created or opened
          {"operations": [{"operationId": 7, "status": "created"}]} | has in operations[0].operationId not a text
          {"operations": [{"operationId": "a", "status": "open"}]} | has in operations[0].status not created or cancelled
          {"operations": [{"operationId": "a", "status": "created", "amount": "1,00"}]} | has in operations[0].amount not a decimal, as "103.99"
          {"operations": [{"operationId": "a", "status": "created", "currency": 1}]} | has in operations[0].currency not a text
          {"holds": [{"operationId": "a"}]}        | has in holds[0].amount not a decimal
          {"holds": [{"operationId": "a", "amount": true}]} | has in holds[0].amount not a decimal, as "103.99"
          {"holds": [{"operationId": "a", "amount": 1, "released": "no"}]} | has in holds[0].released not true or false
          {"dataRequests": ["dr_1"]}               | has in dataRequests[0].dataRequestId not a text
          {"events": [{"count": 1}]}               | has in events[0].key not a text
          {"events": [{"key": "a"}, {"key": "a", "count": -1}]} | has in events[1].count not a whole number of 0 or more
          {"events": [{"key": "a", "count": 1.5}]} | has in events[0].count not a whole number of 0 or more
          """)
  void refusesWhatIsNoSuchDocument(String json, String expected) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> ReceiverState.read(json.getBytes(UTF_8)));

    assertEquals(expected, refused.getMessage());
  }
}
