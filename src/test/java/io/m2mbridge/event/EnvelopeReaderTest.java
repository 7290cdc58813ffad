package io.m2mbridge.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.testkit.Event;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M2M's documented payloads, and one deviation from them in each test. */
class EnvelopeReaderTest {
  private static final String[] KNOWN = {
    "link.created", "link.opened", "user.data_request", "operation.created", "operation.cancelled"
  };
  private static final String UNKNOWN = "{\"event\":\"link.revoked\",\"data\":{}}";

  private final EnvelopeReader reader = new EnvelopeReader();

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "true",
        "7",
        "\"text\"",
        "[]",
        "[{\"event\":\"link.revoked\",\"data\":{}}]",
        "{",
        "}",
        "{}}",
        "{\"event\":\"link.revoked\",\"data\":{}",
        "{\"event\":\"link.revoked\",\"data\":{}} x",
        "{\"event\":\"link.revoked\",\"data\":{}}{}",
        "{\"event\":\"link.revoked\",\"data\":{}},",
        "{\"event\":\"link.revoked\",\"data\":{},}",
        "{'event':'link.revoked','data':{}}",
        "{event:\"link.revoked\",\"data\":{}}",
        "{\"event\":\"link.revoked\",\"data\":{}}//",
        "/**/{\"event\":\"link.revoked\",\"data\":{}}",
        "{\"event\":\"link.revoked\",\"data\":{\"n\":NaN}}",
        "{\"event\":\"link.revoked\",\"data\":{\"n\":Infinity}}",
        "{\"event\":\"link.revoked\",\"data\":{\"n\":01}}",
        "{\"event\":\"link.revoked\",\"data\":{\"n\":+1}}",
        "{\"event\":\"link.revoked\",\"data\":{\"n\":.5}}",
        "{\"event\":\"link.revoked\",\"data\":{\"n\":1.}}",
        "{\"event\":\"link.revoked\",\"data\":{\"n\":0x1f}}",
        "{\"event\":\"link.revoked\",\"data\":{\"n\":\"\\q\"}}",
        "{\"event\":\"link.revoked\",\"data\":{\"n\":\"\\u12\"}}",
        "{\"event\":\"link.revoked\",\"data\":{\"n\":\"a\nb\"}}",
      })
  void refusesWhatIsNotOneJsonObject(String text) {
    assertFault("bad-json", text);
  }

  @Test
  void takesWhiteSpaceAroundTheObject() {
    assertUsable("\r\n\t " + UNKNOWN + " \n");
  }

  // Duplicate names

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event\":\"link.revoked\",\"event\":\"link.revoked\",\"data\":{}}",
        "{\"event\":\"a\",\"\\u0065vent\":\"link.created\",\"data\":{}}",
        "{\"event\":\"link.revoked\",\"data\":{},\"data\":{}}",
        "{\"event\":\"link.revoked\",\"data\":{\"linkId\":\"a\",\"linkId\":\"b\"}}",
        "{\"event\":\"link.revoked\",\"data\":{\"a\":{\"b\":1,\"b\":1}}}",
        "{\"event\":\"link.revoked\",\"data\":{\"a\":[[{\"b\":1,\"b\":1}]]}}",
        "{\"event\":\"link.revoked\",\"data\":{\"a\":1,\"b\":{\"a\":1},\"a\":2}}",
      })
  void refusesANameTwiceInOneObject(String text) {
    assertFault("bad-json", text);
  }

  @Test
  void takesOneNameInSeveralObjects() {
    assertUsable(
        "{\"event\":\"x\",\"data\":{\"event\":\"y\",\"a\":[{\"b\":1},{\"b\":1}],\"data\":{}}}");
  }

  // Encoding

  @Test
  void refusesBytesThatAreNotUtf8() {
    for (String hex :
        List.of("ff", "fe", "80", "c0af", "c3", "e282", "eda080", "f4908080", "f8888080")) {
      byte[] text = "{\"event\":\"link.revoked\",\"data\":{\"a\":\"?\"}}".getBytes(UTF_8);
      assertEquals(
          "bad-encoding", reader.read(replaced(text, HexFormat.of().parseHex(hex))).fault());
    }
  }

  @Test
  void refusesLatin1() {
    assertFault(
        "bad-encoding",
        "{\"event\":\"link.revoked\",\"data\":{\"a\":\"José\"}}".getBytes(ISO_8859_1));
  }

  @Test
  void refusesOtherEncodingsOfUnicode() {
    for (Charset charset :
        List.of(
            UTF_16, UTF_16LE, UTF_16BE, Charset.forName("UTF-32"), Charset.forName("UTF-32LE"))) {
      Envelope envelope = reader.read(UNKNOWN.getBytes(charset));
      assertNotNull(envelope.fault(), charset.name());
      assertNull(envelope.data());
    }
  }

  /** RFC 8259, section 8.1: a byte order mark must not be sent. */
  @Test
  void refusesAByteOrderMark() {
    assertFault("bad-json", "\uFEFF" + UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\u0000",
        "a\\u0000b",
        "\\ud800",
        "\\udc00",
        "\\udbff\\udbff",
        "\\udc00\\ud800",
        "x\\ud83d",
        "\\ud83dx",
      })
  void refusesTextThatNoDatabaseCanHold(String escaped) {
    assertFault("bad-json", "{\"event\":\"link.revoked\",\"data\":{\"a\":\"" + escaped + "\"}}");
    assertFault("bad-json", "{\"event\":\"link.revoked\",\"data\":{\"" + escaped + "\":1}}");
    assertFault(
        "bad-json",
        "{\"event\":\"link.revoked\",\"data\":{\"a\":[{\"b\":[\"" + escaped + "\"]}]}}");
    assertFault("bad-json", "{\"event\":\"" + escaped + "\",\"data\":{}}");
    assertFault("bad-json", "{\"event\":\"link.revoked\",\"data\":{},\"" + escaped + "\":1}");
  }

  @Test
  void refusesARawNul() {
    assertFault("bad-json", "{\"event\":\"link.revoked\",\"data\":{\"a\":\"\u0000\"}}");
    assertFault("bad-json", UNKNOWN + "\u0000");
  }

  @Test
  void takesPairsOfSurrogatesHoweverTheyAreWritten() {
    assertUsable("{\"event\":\"link.revoked\",\"data\":{\"\\ud83d\\udcb8\":\"\\uD83D\\uDCB8💸\"}}");
  }

  // Depth and numbers

  @Test
  void takesOnlySoMuchDepth() {
    assertUsable(nested(98));
    for (int depth : new int[] {101, 1_000, 100_000}) {
      assertFault("bad-json", nested(depth));
    }
    assertFault("bad-json", "[".repeat(250_000));
    assertFault("bad-json", "{\"a\":".repeat(50_000));
  }

  private static String nested(int arrays) {
    return "{\"event\":\"x\",\"data\":{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e1001",
        "1e400000",
        "1e-1001",
        "-1e2147483647",
        "1e2147483648",
        "1e-2147483648",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "0e99999999999999999999",
      })
  void refusesExponentsThatNoDatabaseCanHold(String number) {
    assertFault("bad-json", "{\"event\":\"link.revoked\",\"data\":{\"n\":" + number + "}}");
  }

  @Test
  void refusesNumbersOfThousandsOfDigits() {
    for (String number :
        List.of("9".repeat(1_001), "9".repeat(200_000), "0." + "1".repeat(1_001))) {
      assertFault("bad-json", "{\"event\":\"link.revoked\",\"data\":{\"n\":" + number + "}}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "1e-400", "-0", "-0.0", "12345678901234567890123", "0.1e1"})
  void takesNumbersBeyondADouble(String number) {
    assertUsable("{\"event\":\"link.revoked\",\"data\":{\"n\":" + number + "}}");
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

  // Keys

  @Test
  void keysAnUnknownEventByItsRawBytes() throws Exception {
    String pretty = "{ \"event\": \"link.revoked\", \"data\": {} }";
    Envelope one = reader.read(UNKNOWN.getBytes(UTF_8));
    Envelope other = reader.read(pretty.getBytes(UTF_8));
    assertEquals("link.revoked:sha256:" + sha256(UNKNOWN), one.key());
    assertEquals("link.revoked:sha256:" + sha256(pretty), other.key());
    assertEquals(one.contentHash(), other.contentHash());
    assertEquals("link.revoked", one.event());
    assertEquals(false, EnvelopeReader.isKnown(one.event()));
  }

  @Test
  void readsTheIdsOfAnUnknownEvent() {
    Envelope envelope =
        reader.read(
            "{\"event\":\"x\",\"data\":{\"linkId\":\"l\",\"referenceId\":\"r\"}}".getBytes(UTF_8));
    assertEquals("l", envelope.linkId());
    assertEquals("r", envelope.referenceId());
  }

  @Test
  void keepsWhatAFaultyEventSaysOfItself() {
    Envelope envelope = read(Event.of("operation.created").with("data.operationId", "7"));
    assertEquals("operation.created", envelope.event());
    assertEquals("user_12345", envelope.referenceId());
    assertEquals("link_acme_a1b2c3d4e5f6", envelope.linkId());
    assertEquals("quarantine:bad-id:" + envelope.contentHash(), envelope.key());
    assertNull(envelope.data());
  }

  @Test
  void hashesTheRawBytesOfWhatIsNotJson() throws Exception {
    Envelope envelope = reader.read("{".getBytes(UTF_8));
    assertEquals(sha256("{"), envelope.contentHash());
    assertEquals("quarantine:bad-json:" + sha256("{"), envelope.key());
    assertNull(envelope.event());
  }

  @Test
  void keysByTheEventAndItsOwnId() {
    String created = read(Event.of("operation.created")).key();
    String cancelled = read(Event.of("operation.cancelled")).key();
    assertNotEquals(created, cancelled);
    assertEquals(
        created, read(Event.of("operation.created").withText("data.linkId", "other")).key());
  }

  // Anything at all

  @Test
  void neverThrowsOnRandomBytes() {
    Random random = random();
    for (int i = 0; i < 20_000; i++) {
      byte[] body = new byte[random.nextInt(64)];
      random.nextBytes(body);
      assertSound(body);
    }
  }

  @Test
  void neverThrowsOnRandomJsonTokens() {
    String[] tokens = {
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "\"event\"",
      "\"data\"",
      "\"link.created\"",
      "\"linkId\"",
      "null",
      "true",
      "1",
      "-0",
      "1e9",
      "1e999999999",
      "\"\\u0000\"",
      "\"\\ud800\"",
      "\"amount\"",
      "{\"event\":\"operation.created\",\"data\":{\"operationId\":\"o\",\"amount\":",
      "}}",
      " "
    };
    Random random = random();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(14); n >= 0; n--) {
        text.append(tokens[random.nextInt(tokens.length)]);
      }
      assertSound(text.toString().getBytes(UTF_8));
    }
  }

  @Test
  void neverThrowsOnMutatedEvents() {
    Random random = random();
    for (int i = 0; i < 20_000; i++) {
      byte[] body = Event.of(KNOWN[i % KNOWN.length]).toString().getBytes(UTF_8);
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(body.length);
        switch (random.nextInt(4)) {
          case 0 -> body[at] ^= (byte) (1 << random.nextInt(8));
          case 1 -> body[at] = (byte) random.nextInt(256);
          case 2 -> body = java.util.Arrays.copyOf(body, Math.max(1, at));
          default -> body[at] = body[random.nextInt(body.length)];
        }
      }
      assertSound(body);
    }
  }

  /** Either usable with all that dispatch needs, or with a fault and a key of its own. */
  private void assertSound(byte[] body) {
    Envelope envelope;
    try {
      envelope = reader.read(body);
    } catch (RuntimeException e) {
      throw new AssertionError("thrown for " + HexFormat.of().formatHex(body), e);
    }
    assertTrue(envelope.contentHash().matches("[0-9a-f]{64}"));
    if (envelope.fault() == null) {
      assertNotNull(envelope.event());
      assertNotNull(envelope.data());
      assertTrue(envelope.key().startsWith(envelope.event() + ":"));
    } else {
      assertNull(envelope.data());
      assertEquals("quarantine:" + envelope.fault() + ":" + envelope.contentHash(), envelope.key());
    }
  }

  private static Random random() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    return new Random(seed);
  }

  private static Event field(String eventAndField) {
    return Event.of(eventAndField.split(" ")[0]);
  }

  private static String name(String eventAndField) {
    return eventAndField.split(" ")[1];
  }

  private Envelope read(Event event) {
    return reader.read(event.toString().getBytes(UTF_8));
  }

  private void assertUsable(Object text) {
    Envelope envelope = reader.read(text.toString().getBytes(UTF_8));
    assertNull(envelope.fault(), text::toString);
    assertNotNull(envelope.data());
  }

  private void assertFault(String fault, Object text) {
    assertFault(fault, text.toString().getBytes(UTF_8));
  }

  private void assertFault(String fault, byte[] body) {
    Envelope envelope = reader.read(body);
    assertEquals(
        fault, envelope.fault(), () -> new String(body, 0, Math.min(body.length, 300), UTF_8));
    assertEquals("quarantine:" + fault + ":" + envelope.contentHash(), envelope.key());
    assertNull(envelope.data());
  }

  /** The body with its one question mark replaced. */
  private static byte[] replaced(byte[] body, byte[] by) {
    ByteBuffer replaced = ByteBuffer.allocate(body.length - 1 + by.length);
    for (byte b : body) {
      if (b == '?') {
        replaced.put(by);
      } else {
        replaced.put(b);
      }
    }
    return replaced.array();
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  @Test
  void readsLargeBodiesOneAtATimeAndSmallOnesMeanwhile() throws Exception {
    EnvelopeReader shared = new EnvelopeReader();
    byte[] large =
        ("{\"event\":\"e\",\"data\":{\"a\":\"" + "x".repeat(20_000) + "\"}}").getBytes(UTF_8);
    byte[] small = "{\"event\":\"e\",\"data\":{}}".getBytes(UTF_8);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(
            () ->
                shared.read(
                    large,
                    envelope -> {
                      inside.countDown();
                      return awaits(go);
                    }));
    assertTrue(inside.await(10, TimeUnit.SECONDS));
    CompletableFuture<String> second =
        CompletableFuture.supplyAsync(() -> shared.read(large, Envelope::contentHash));

    assertNull(shared.read(small, Envelope::fault));
    assertThrows(TimeoutException.class, () -> second.get(300, TimeUnit.MILLISECONDS));
    go.countDown();
    assertTrue(first.get(10, TimeUnit.SECONDS));
    assertEquals(64, second.get(10, TimeUnit.SECONDS).length());
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
