package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.reply.ApiOrigin;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T16:05:00.120Z");
  private static final Instant LATER = Instant.parse("2026-03-02T16:20:00Z");
  private static final String PRODUCTION = "https://api.m2m.leapfinancial.com";
  private static final int MANY = 200;

  /** The key fields (docs/protocol.md, "Events"). */
  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "link.created", Set.of("linkId", "referenceId"),
          "link.opened", Set.of("linkId", "referenceId"),
          "user.data_request",
              Set.of("dataRequestId", "referenceId", "requiredFields", "replyEndpoint"),
          "operation.created", Set.of("operationId"),
          "operation.cancelled", Set.of("operationId"));

  private final Stances stances = new Stances();
  private final Faults faults = new Faults();
  private String apiUrl = PRODUCTION;
  private final Payloads payloads = new Payloads(stances, faults, () -> apiUrl);

  private static List<String> events() {
    return EventTemplates.EVENTS;
  }

  private static Link link(long seed, boolean hasMetadata) {
    ObjectNode metadata = EventTemplates.JSON.createObjectNode();
    metadata.putObject("order").put("number", 7);
    return new Link(
        "link_sim_1",
        "user_1",
        "https://send.m2m.leapfinancial.com/link_sim_1",
        NOW,
        NOW.plus(Duration.ofHours(1)),
        EventTemplates.JSON.createObjectNode(),
        hasMetadata ? metadata : null,
        null,
        // Of seeds that follow each other the first numbers are much the same.
        new Random(seed * 0x9E3779B97F4A7C15L));
  }

  private static DataRequest dataRequest(Link link) {
    return new DataRequest("dr_sim_1", link, List.of("name.firstName", "dob"), NOW.plusSeconds(90));
  }

  private static Operation operation(Link link, String send) {
    return new Operation(
        "op_1",
        link,
        "usr_1",
        new BigDecimal(send),
        new BigDecimal("18.505"),
        new BigDecimal("3.99"),
        NOW);
  }

  private ObjectNode data(String event, Link link) {
    return switch (event) {
      case "link.created" -> payloads.linkCreated(link);
      case "link.opened" -> payloads.linkOpened(link, LATER);
      case "user.data_request" -> payloads.dataRequest(dataRequest(link));
      case "operation.created" -> payloads.operationCreated(operation(link, "100.00"));
      default -> payloads.operationCancelled(operation(link, "100.00"), LATER);
    };
  }

  private static Set<String> names(ObjectNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

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

  @ParameterizedTest
  @MethodSource("events")
  void neverLacksAKeyField(String event) {
    faults.absentFields = Rate.ALWAYS;
    Set<String> keys = KEYS.getOrDefault(event, Set.of());
    for (long seed = 0; seed < MANY; seed++) {
      ObjectNode data = data(event, link(seed, true));
      for (String key : keys) {
        assertFalse(data.path(key).isMissingNode() || data.path(key).isNull(), seed + ": " + data);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void lacksEachOtherFieldNowAndThenAndHasItNullNowAndThen(String event) {
    faults.absentFields = Rate.ALWAYS;
    Set<String> absent = new HashSet<>();
    Set<String> nulls = new HashSet<>();
    Set<String> there = new HashSet<>();
    ObjectNode whole = EventTemplates.data(event);
    for (long seed = 0; seed < MANY; seed++) {
      ObjectNode data = data(event, link(seed, true));
      for (String field : names(whole)) {
        JsonNode value = data.path(field);
        (value.isMissingNode() ? absent : value.isNull() ? nulls : there).add(field);
      }
    }
    assertEquals(names(whole), there);
    assertEquals(absent, nulls);
    assertTrue(absent.size() >= 2, absent.toString());
    absent.retainAll(KEYS.getOrDefault(event, Set.of()));
    assertEquals(Set.of(), absent);
  }

  @ParameterizedTest
  @MethodSource("events")
  void addsFieldsThatNoPageNames(String event) {
    stances.amounts = Stances.Amounts.padded;
    ObjectNode usual = data(event, link(1, true));
    faults.unknownFields = Rate.ALWAYS;
    ObjectNode data = data(event, link(1, true));

    assertTrue(data.path("riskScore").isNumber());
    assertEquals("spring ✓", data.path("campaign").path("name").asText());
    data.remove(List.of("riskScore", "campaign"));
    assertEquals(usual, data);
  }

  @Test
  void asksForFieldsThatNoPageLists() {
    faults.unknownRequiredFields = Rate.ALWAYS;
    ObjectNode data = payloads.dataRequest(dataRequest(link(1, false)));

    assertEquals(
        "[\"name.firstName\",\"dob\",\"paymentMethod\",\"favouriteColour\"]",
        data.path("requiredFields").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PRODUCTION,
        "https://api.sandbox.m2m.leapfinancial.com",
        "http://127.0.0.1:8089",
        "http://localhost:8089"
      })
  void leadsToNoEndpointThatTheBridgeWouldReplyTo(String base) {
    apiUrl = base;
    faults.hostileEndpoint = Rate.ALWAYS;
    Set<String> endpoints =
        IntStream.range(0, MANY)
            .mapToObj(seed -> payloads.dataRequest(dataRequest(link(seed, false))))
            .map(data -> data.path("replyEndpoint").asText())
            .collect(Collectors.toSet());

    assertEquals(4, endpoints.size(), endpoints.toString());
    for (String endpoint : endpoints) {
      assertFalse(ApiOrigin.of(base).isReplyEndpoint(endpoint, "dr_sim_1"), endpoint);
    }
    assertEquals(1, endpoints.stream().filter(endpoint -> endpoint.startsWith(base + "/")).count());
  }

  @ParameterizedTest
  @EnumSource(Stances.Amounts.class)
  void drawsTheSameFaultsForASeed(Stances.Amounts amounts) {
    stances.amounts = amounts;
    faults.absentFields = new Rate(0.5);
    faults.unknownFields = new Rate(0.5);
    faults.hostileEndpoint = new Rate(0.5);
    for (long seed = 0; seed < MANY; seed++) {
      for (String event : EventTemplates.EVENTS) {
        assertEquals(data(event, link(seed, true)), data(event, link(seed, true)));
      }
    }
  }

  @Test
  void makesUpAnEventThatNoPageNames() {
    ObjectNode data = payloads.unknown(link(1, true));

    assertEquals(Set.of("linkId", "referenceId", "note"), names(data));
  }
}
