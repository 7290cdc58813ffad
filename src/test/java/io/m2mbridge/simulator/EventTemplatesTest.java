package io.m2mbridge.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.event.EnvelopeReader;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class EventTemplatesTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  @ParameterizedTest
  @FieldSource("io.m2mbridge.simulator.EventTemplates#EVENTS")
  void hasTheFieldsThatM2mShows(String event) throws IOException {
    try (InputStream documented =
        getClass().getResourceAsStream("/io/m2mbridge/testkit/" + event + ".json")) {
      JsonNode shown = EventTemplates.JSON.readTree(documented).path("data");
      assertEquals(paths("", shown), paths("", EventTemplates.data(event)));
    }
  }

  @ParameterizedTest
  @FieldSource("io.m2mbridge.simulator.EventTemplates#EVENTS")
  void isAnEventThatTheBridgeCanUse(String event) {
    byte[] body = EventTemplates.envelope(event, NOON, EventTemplates.data(event));
    var envelope = new EnvelopeReader().read(body);
    assertEquals(event, envelope.event());
    assertNull(envelope.fault());
  }

  @Test
  void writesNumbersAsTheyStand() {
    String body = operation(EventTemplates.data("operation.created"));
    assertTrue(
        body.contains("\"amount\":{\"send\":250.00,\"receive\":4616.50,\"rate\":18.466,"), body);
  }

  @Test
  void writesLargeNumbersWithoutAnExponent() {
    ObjectNode data = EventTemplates.data("operation.created");
    data.withObject("/amount").put("send", new BigDecimal("1E+3"));
    assertTrue(operation(data).contains("\"send\":1000,"));
  }

  @Test
  void writesTheTimestampInMillisecondsOfUtc() {
    assertTrue(
        operation(EventTemplates.data("operation.created"))
            .startsWith(
                "{\"event\":\"operation.created\",\"timestamp\":\"2026-03-02T12:00:00.000Z\","
                    + "\"data\":{\"operationId\":"));
  }

  @Test
  void givesACopyEachTime() {
    EventTemplates.data("link.created").removeAll();
    assertTrue(EventTemplates.data("link.created").has("linkId"));
  }

  @Test
  void knowsNoOtherEvent() {
    assertThrows(IllegalArgumentException.class, () -> EventTemplates.data("link.revoked"));
  }

  private static String operation(ObjectNode data) {
    return new String(EventTemplates.envelope("operation.created", NOON, data), UTF_8);
  }

  /** Each field's dotted path with the type of its value. */
  private static Set<String> paths(String prefix, JsonNode object) {
    Set<String> paths = new TreeSet<>();
    object
        .properties()
        .forEach(
            field -> {
              String path = prefix + field.getKey();
              paths.add(path + " " + field.getValue().getNodeType());
              paths.addAll(paths(path + ".", field.getValue()));
            });
    return paths;
  }
}
