package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.reply.ApiOrigin;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadsTest extends PayloadScenario {
  private static String written(ObjectNode data) {
    return new String(EventTemplates.bytes(data), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("events")
  void hasTheFieldsOfTheSampleAndNoOther(String event) {
    assertEquals(names(EventTemplates.data(event)), names(data(event, link(1, true))));
  }

  @ParameterizedTest
  @MethodSource("events")
  void leavesNoValueOfTheSampleThatNamesSomeoneElse(String event) {
    String data = written(data(event, link(1, true)));

    assertFalse(data.contains("demo"), data);
    assertFalse(data.contains("user_1001"), data);
    assertFalse(data.contains("op_2d8f6j1s5ugy"), data);
    assertFalse(data.contains("usr_4b7h0k3aq9lw"), data);
    assertTrue(data.contains("\"referenceId\":\"user_1\""), data);
    assertTrue(data.contains("\"linkId\":\"link_sim_1\""), data);
  }

  @Test
  void tellsOfALink() {
    ObjectNode data = payloads.linkCreated(link(1, false));

    assertEquals("https://send.m2m.leapfinancial.com/link_sim_1", data.path("url").asText());
    assertEquals("created", data.path("status").asText());
    assertEquals("2026-03-02T16:05:00.120Z", data.path("createdAt").asText());
    assertEquals("2026-03-02T17:05:00.120Z", data.path("expiresAt").asText());
  }

  @Test
  void writesTimesWithMillisecondsEvenWithoutAny() {
    ObjectNode data = payloads.linkOpened(link(1, false), LATER);

    assertEquals("2026-03-02T16:20:00.000Z", data.path("openedAt").asText());
  }

  @Test
  void asksForWhatIsMissingAtItsOwnApi() {
    apiUrl = "http://127.0.0.1:8089";
    ObjectNode data = payloads.dataRequest(dataRequest(link(1, false)));

    assertEquals("[\"name.firstName\",\"dob\"]", data.path("requiredFields").toString());
    assertEquals("2026-03-02T16:06:30.120Z", data.path("expiresAt").asText());
    assertEquals(
        "http://127.0.0.1:8089/partner/data-requests/dr_sim_1",
        data.path("replyEndpoint").asText());
    assertTrue(
        ApiOrigin.of(apiUrl).isReplyEndpoint(data.path("replyEndpoint").asText(), "dr_sim_1"));
  }

  @Test
  void tellsOfAnOperation() {
    stances.amounts = Stances.Amounts.padded;
    ObjectNode data = payloads.operationCreated(operation(link(1, false), "100"));

    assertEquals("op_1", data.path("operationId").asText());
    assertEquals("usr_1", data.path("userId").asText());
    assertTrue(
        written(data)
            .contains(
                "\"amount\":{\"send\":100.00,\"receive\":1850.50,\"rate\":18.505,\"fee\":3.99,"
                    + "\"currency\":{\"send\":\"USD\",\"receive\":\"MXN\"}}"),
        written(data));
  }

  @Test
  void tellsOfACancellationWithoutAnAmount() {
    ObjectNode data = payloads.operationCancelled(operation(link(1, false), "100"), LATER);

    assertEquals("cancelled", data.path("status").asText());
    assertEquals("2026-03-02T16:20:00.000Z", data.path("cancelledAt").asText());
    assertFalse(data.has("amount"));
    assertFalse(data.has("createdAt"));
  }

  @ParameterizedTest
  @CsvSource({
    "padded, 100, 100.00, 1850.50",
    "padded, 100.5, 100.50, 1859.75",
    "padded, 0.01, 0.01, 0.19",
    "padded, 200, 200.00, 3701.00",
    "plain, 100.00, 100, 1850.5",
    "plain, 100.50, 100.5, 1859.75",
    "plain, 200, 200, 3701",
    "plain, 1000, 1000, 18505"
  })
  void writesAmountsAsTheStanceSays(
      Stances.Amounts amounts, String sent, String send, String receive) {
    stances.amounts = amounts;
    String data = written(payloads.operationCreated(operation(link(1, false), sent)));

    assertTrue(data.contains("\"send\":" + send + ",\"receive\":" + receive + ","), data);
  }

  @Test
  void writesAmountsNowPaddedAndNowPlain() {
    Set<String> forms = new TreeSet<>();
    for (long seed = 0; seed < MANY; seed++) {
      String data = written(payloads.operationCreated(operation(link(seed, false), "100")));
      forms.add(data.replaceAll(".*\"send\":([0-9.]+),.*", "$1"));
    }

    assertEquals(Set.of("100", "100.00"), forms);
  }

  @ParameterizedTest
  @CsvSource({"documented, send, receive", "send, send, receive", "source, source, destination"})
  void namesTheCurrenciesAsTheStanceSays(Stances.CurrencyKeys keys, String from, String to) {
    stances.currencyKeys = keys;
    ObjectNode data = payloads.operationCreated(operation(link(1, false), "100"));

    assertEquals(
        "{\"" + from + "\":\"USD\",\"" + to + "\":\"MXN\"}",
        data.path("amount").path("currency").toString());
  }

  @ParameterizedTest
  @MethodSource("events")
  void carriesTheMetadataOfALinkWhereTheStanceSaysSo(String event) {
    stances.metadata = true;

    assertEquals(
        "{\"order\":{\"number\":7}}", data(event, link(1, true)).path("metadata").toString());
    assertFalse(data(event, link(1, false)).has("metadata"));
  }

  @Test
  void carriesACopyOfTheMetadata() {
    stances.metadata = true;
    Link link = link(1, true);
    ((ObjectNode) payloads.linkCreated(link).path("metadata")).put("more", 1);

    assertFalse(String.valueOf(link.metadata).contains("more"));
  }
}
