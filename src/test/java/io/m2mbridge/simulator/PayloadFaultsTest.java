package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.reply.ApiOrigin;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads with the faults that an option asks for. */
class PayloadFaultsTest extends PayloadScenario {
  /** The key fields (docs/protocol.md, "Events"). */
  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "link.created", Set.of("linkId", "referenceId"),
          "link.opened", Set.of("linkId", "referenceId"),
          "user.data_request",
              Set.of("dataRequestId", "referenceId", "requiredFields", "replyEndpoint"),
          "operation.created", Set.of("operationId"),
          "operation.cancelled", Set.of("operationId"));

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
