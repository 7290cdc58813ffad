package io.m2mbridge.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.testkit.Event;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M2M's documented payloads, and one deviation from them in each test. */
class EnvelopeReaderTest extends EnvelopeReading {
  // The documented payloads

  @ParameterizedTest
  @CsvSource({
    "link.created, link.created:link_acme_a1b2c3d4e5f6",
    "link.opened, link.opened:link_acme_a1b2c3d4e5f6",
    "user.data_request, user.data_request:dr_acme_x9y8z7w6v5u4",
    "operation.created, operation.created:op_a1b2c3d4e5f6",
    "operation.cancelled, operation.cancelled:op_a1b2c3d4e5f6",
  })
  void readsEachDocumentedEvent(String event, String key) {
    Envelope envelope = read(Event.of(event));
    assertNull(envelope.fault());
    assertEquals(event, envelope.event());
    assertEquals(key, envelope.key());
    assertEquals("user_12345", envelope.referenceId());
    assertEquals("link_acme_a1b2c3d4e5f6", envelope.linkId());
    assertTrue(envelope.contentHash().matches("[0-9a-f]{64}"));
    assertNotNull(envelope.data());
    assertTrue(EnvelopeReader.isKnown(event));
  }

  @Test
  void keepsAmountsAsTheyWereWritten() {
    JsonNode data = read(Event.of("operation.created")).data();
    assertNotNull(data);
    assertEquals(new BigDecimal("100.00"), data.at("/amount/send").decimalValue());
    assertEquals(new BigDecimal("18.505"), data.at("/amount/rate").decimalValue());
  }

  // Key fields

  static Stream<String> keyFields() {
    return Stream.of(
        "link.created data.linkId",
        "link.created data.referenceId",
        "link.opened data.linkId",
        "link.opened data.referenceId",
        "user.data_request data.dataRequestId",
        "user.data_request data.referenceId",
        "user.data_request data.replyEndpoint",
        "operation.created data.operationId",
        "operation.cancelled data.operationId");
  }

  @ParameterizedTest
  @MethodSource("keyFields")
  void needsEachKeyField(String eventAndField) {
    assertFault("bad-id", field(eventAndField).without(name(eventAndField)));
  }

  @ParameterizedTest
  @MethodSource("keyFields")
  void needsEachKeyFieldToBeANonEmptyString(String eventAndField) {
    String field = name(eventAndField);
    for (String json : List.of("null", "7", "1.5", "true", "\"\"", "[]", "[\"x\"]", "{}")) {
      assertFault("bad-id", field(eventAndField).with(field, json));
    }
  }

  @ParameterizedTest
  @MethodSource("keyFields")
  void takesUpTo200BytesInEachKeyField(String eventAndField) {
    String field = name(eventAndField);
    assertUsable(field(eventAndField).withText(field, "x".repeat(200)));
    assertFault("bad-id", field(eventAndField).withText(field, "x".repeat(201)));
  }

  @ParameterizedTest
  @MethodSource("keyFields")
  void countsBytesOfUtf8NotCharacters(String eventAndField) {
    String field = name(eventAndField);
    assertUsable(field(eventAndField).withText(field, "ñ".repeat(100)));
    assertFault("bad-id", field(eventAndField).withText(field, "ñ".repeat(100) + "x"));
    assertUsable(field(eventAndField).withText(field, "💸".repeat(50)));
    assertFault("bad-id", field(eventAndField).withText(field, "💸".repeat(50) + "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\"x\"", "{}", "[[]]", "[null]", "[7]", "[\"\"]"})
  void needsRequiredFieldsToBeAListOfNames(String json) {
    assertFault(
        "bad-required-fields", Event.of("user.data_request").with("data.requiredFields", json));
  }

  @Test
  void needsRequiredFields() {
    assertFault(
        "bad-required-fields", Event.of("user.data_request").without("data.requiredFields"));
  }

  @Test
  void takesRequiredFieldsThatAreNewToIt() {
    assertUsable(
        Event.of("user.data_request").with("data.requiredFields", "[\"idImage\",\"taxId\"]"));
  }

  @ParameterizedTest
  @CsvSource({
    "operation.created, linkId",
    "operation.created, referenceId",
    "operation.created, userId",
    "operation.cancelled, linkId",
    "user.data_request, linkId",
  })
  void takesOtherIdsAbsentNullOrEmptyButNotOfAnotherType(String event, String id) {
    assertUsable(Event.of(event).without("data." + id));
    assertUsable(Event.of(event).with("data." + id, "null"));
    assertUsable(Event.of(event).withText("data." + id, ""));
    assertFault("bad-id", Event.of(event).with("data." + id, "12345"));
    assertFault("bad-id", Event.of(event).with("data." + id, "{}"));
    assertFault("bad-id", Event.of(event).withText("data." + id, "x".repeat(201)));
  }

  @Test
  void hasNoReferenceWhereTheEventHasNone() {
    for (String json : List.of("null", "\"\"")) {
      Envelope envelope =
          read(
              Event.of("operation.created")
                  .with("data.referenceId", json)
                  .with("data.linkId", json));
      assertNull(envelope.referenceId());
      assertNull(envelope.linkId());
    }
  }

  // Optional fields: absent and null are alike

  @ParameterizedTest
  @CsvSource({
    "link.created, timestamp",
    "link.created, data.url",
    "link.created, data.status",
    "link.created, data.expiresAt",
    "link.opened, data.openedAt",
    "link.opened, data.deviceInfo",
    "user.data_request, data.expiresAt",
    "operation.created, data.funding",
    "operation.created, data.payout",
    "operation.created, data.amount",
    "operation.created, data.createdAt",
    "operation.cancelled, data.cancellationReason",
    "operation.cancelled, data.cancelledAt",
  })
  void takesOptionalFieldsAbsentOrNull(String event, String field) {
    assertUsable(Event.of(event).without(field));
    assertUsable(Event.of(event).with(field, "null"));
  }

  @Test
  void takesFieldsThatAreNewToIt() {
    assertUsable(
        Event.of("link.created")
            .with("data.metadata", "{\"a\":[1,{\"b\":null}]}")
            .with("attempt", "3"));
  }

  // The envelope itself

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "true", "\"\"", "[\"link.created\"]", "{}"})
  void needsTheEventToBeANonEmptyString(String json) {
    assertFault("bad-event", Event.of("link.created").with("event", json));
  }

  @Test
  void needsAnEvent() {
    assertFault("bad-event", Event.of("link.created").without("event"));
  }

  @Test
  void takesAnEventNameOf200BytesAtMost() {
    assertUsable(Event.of("link.created").withText("event", "e".repeat(200)));
    Envelope tooLong = read(Event.of("link.created").withText("event", "e".repeat(201)));
    assertEquals("bad-event", tooLong.fault());
    assertNull(tooLong.event());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "true", "\"x\"", "[]", "[{}]"})
  void needsDataToBeAnObject(String json) {
    for (String event : KNOWN) {
      assertFault("bad-data", Event.of(event).with("data", json));
    }
    assertFault("bad-data", "{\"event\":\"link.revoked\",\"data\":" + json + "}");
  }

  @Test
  void needsData() {
    assertFault("bad-data", Event.of("link.created").without("data"));
    assertFault("bad-data", "{\"event\":\"link.revoked\"}");
  }

  @Test
  void tellsEventsApartByCase() {
    Envelope envelope = read(Event.of("link.created").withText("event", "Link.Created"));
    assertNull(envelope.fault());
    assertTrue(envelope.key().startsWith("Link.Created:sha256:"));
  }

  // Amounts

  @ParameterizedTest
  @ValueSource(strings = {"send", "receive", "rate", "fee"})
  void refusesAmountsThatWouldNeedAGuess(String part) {
    for (String json : List.of("\"100.00\"", "-0.01", "true", "{}", "[1]", "\"\"", "1e18")) {
      assertFault("bad-amount", Event.of("operation.created").with("data.amount." + part, json));
    }
    assertUsable(Event.of("operation.created").with("data.amount." + part, "null"));
    assertUsable(Event.of("operation.created").without("data.amount." + part));
  }

  @Test
  void checksAmountsOfEveryKnownEvent() {
    for (String event : KNOWN) {
      assertFault("bad-amount", Event.of(event).with("data.amount", "{\"send\":\"1\"}"));
    }
  }

  @Test
  void leavesAmountsOfUnknownEventsAlone() {
    assertUsable("{\"event\":\"x\",\"data\":{\"amount\":\"1\",\"linkId\":7}}");
  }

  private static Event field(String eventAndField) {
    return Event.of(eventAndField.split(" ")[0]);
  }

  private static String name(String eventAndField) {
    return eventAndField.split(" ")[1];
  }
}
