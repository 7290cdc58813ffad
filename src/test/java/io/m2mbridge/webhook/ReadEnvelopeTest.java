package io.m2mbridge.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.m2mbridge.inbox.Delivery;
import io.m2mbridge.outbound.ForwardBody;
import io.m2mbridge.testkit.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ReadEnvelopeTest {
  private static final Instant NOW = Instant.parse("2026-01-26T14:30:00.500Z");
  private static final String SIGNATURE = "sha256=" + "0".repeat(64);
  private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();

  private final ReadEnvelope readEnvelope =
      new ReadEnvelope(Clock.fixed(NOW, ZoneId.of("America/Mexico_City")), "3h", "5m");

  @AfterAll
  static void stop() {
    CONTEXT.stop();
  }

  @Test
  void takesWhatWasSignedNow() {
    assertNull(untimely(NOW));
  }

  @Test
  void takesTheOldestThatIsAllowed() {
    assertNull(untimely(NOW.minus(Duration.ofHours(3))));
  }

  @Test
  void findsAMillisecondMoreStale() {
    assertEquals("stale", untimely(NOW.minus(Duration.ofHours(3)).minusMillis(1)));
    assertEquals("stale", untimely("0"));
    assertEquals("stale", untimely("0000000000000"));
  }

  @Test
  void takesTheNewestThatIsAllowed() {
    assertNull(untimely(NOW.plus(Duration.ofMinutes(5))));
  }

  @Test
  void findsAMillisecondMoreAhead() {
    assertEquals("ahead", untimely(NOW.plus(Duration.ofMinutes(5)).plusMillis(1)));
    assertEquals("ahead", untimely("9999999999999"));
    assertEquals("ahead", untimely("999999999999"));
  }

  /** The last of M2M's attempts comes within 158 minutes, perhaps with the first one's header. */
  @Test
  void takesTheLastOfFiveAttempts() {
    assertNull(untimely(NOW.minus(Duration.ofMinutes(158))));
  }

  @Test
  void readsSecondsToo() {
    assertNull(untimely(Long.toString(NOW.getEpochSecond() - 3 * 3600 + 1)));
    assertEquals("stale", untimely(Long.toString(NOW.getEpochSecond() - 3 * 3600)));
    assertNull(untimely(Long.toString(NOW.getEpochSecond() + 300)));
    assertEquals("ahead", untimely(Long.toString(NOW.getEpochSecond() + 301)));
  }

  @Test
  void takesItsWindowFromTheSettings() {
    ReadEnvelope narrow = new ReadEnvelope(Clock.fixed(NOW, ZoneId.of("Asia/Tokyo")), "500ms", "0");
    assertNull(delivery(narrow, exchange(NOW.minusMillis(500))).untimely());
    assertEquals("stale", delivery(narrow, exchange(NOW.minusMillis(501))).untimely());
    assertNull(delivery(narrow, exchange(NOW)).untimely());
    assertEquals("ahead", delivery(narrow, exchange(NOW.plusMillis(1))).untimely());
  }

  @Test
  void judgesWhatWaitedInATopicByItsReceipt() {
    Instant received = NOW.minus(Duration.ofDays(2));
    assertNull(untimely(received.minus(Duration.ofHours(3)), received));
    assertEquals("stale", untimely(received.minus(Duration.ofHours(3)).minusMillis(1), received));
    assertNull(untimely(received.plus(Duration.ofMinutes(5)), received));
    assertEquals("ahead", untimely(received.plus(Duration.ofMinutes(5)).plusMillis(1), received));
  }

  /** A client that may write to the topic can't have a timestamp of the future pass. */
  @Test
  void takesAReceiptInTheFutureForNow() {
    Instant tomorrow = NOW.plus(Duration.ofDays(1));
    assertNull(untimely(NOW, tomorrow));
    assertEquals("ahead", untimely(tomorrow, tomorrow));
  }

  @Test
  void takesAReceiptThatIsMissingOrMakesNoSenseForNow() {
    Instant stale = NOW.minus(Duration.ofHours(4));
    for (Object wrong : new Object[] {null, "", "yesterday", "-1", "1e3", "9".repeat(16), 0L}) {
      Exchange exchange = exchange(stale);
      exchange.setVariable("edgeReceivedMillis", wrong);
      assertEquals("stale", delivery(readEnvelope, exchange).untimely());
      assertEquals(String.valueOf(NOW.toEpochMilli()), exchange.getVariable("receivedMillis"));
    }
  }

  @Test
  void leavesTheDeliveryForTheRepository() {
    Exchange exchange = exchange(NOW.minusSeconds(7));
    Delivery delivery = delivery(readEnvelope, exchange);
    assertEquals("/webhooks/m2m/acme", delivery.path());
    assertEquals(SIGNATURE, delivery.signature());
    assertEquals(NOW.minusSeconds(7), delivery.signedAt());
    assertArrayEquals(exchange.getMessage().getBody(byte[].class), delivery.body());
    assertEquals("link.created:link_acme_a1b2c3d4e5f6", delivery.envelope().key());
  }

  @Test
  void leavesVariablesForTheRoute() {
    Exchange exchange = exchange(NOW);
    readEnvelope.process(exchange);
    assertEquals("link.created:link_acme_a1b2c3d4e5f6", exchange.getVariable("eventKey"));
    assertEquals("link.created", exchange.getVariable("event"));
    assertEquals("link.created", exchange.getVariable("eventLabel"));
    assertEquals("user_12345", exchange.getVariable("referenceId"));
    assertEquals("/webhooks/m2m/acme", exchange.getVariable("path"));
    assertEquals(SIGNATURE, exchange.getVariable("signature"));
    assertEquals(String.valueOf(NOW.toEpochMilli()), exchange.getVariable("signedTimestamp"));
  }

  /** A forward without a database sends what M2M signed. */
  @Test
  void keepsTheBytesForAForward() throws Exception {
    Exchange exchange = exchange(NOW);
    byte[] signed = exchange.getMessage().getBody(byte[].class);
    readEnvelope.process(exchange);
    exchange.getMessage().setBody("edited");
    new ForwardBody().process(exchange);
    assertArrayEquals(signed, exchange.getMessage().getBody(byte[].class));
  }

  @Test
  void givesAllUnknownEventsOneLabel() {
    for (String body :
        new String[] {"{\"event\":\"x\",\"data\":{}}", "{\"event\":\"y\",\"data\":{}}", "{", ""}) {
      Exchange exchange = exchange(NOW);
      exchange.getMessage().setBody(body.getBytes(UTF_8));
      readEnvelope.process(exchange);
      assertEquals("unknown", exchange.getVariable("eventLabel"));
    }
  }

  @Test
  void takesTheEventFromTheBodyAndNotesAnotherInTheHeader() {
    Exchange exchange = exchange(NOW);
    exchange.getMessage().setHeader("X-M2M-Event", "operation.cancelled");
    readEnvelope.process(exchange);
    assertEquals("link.created", exchange.getVariable("event"));
    assertEquals(true, exchange.getVariable("eventHeaderDiffers"));
  }

  @Test
  void notesNothingWhereTheHeaderAgreesOrIsMissing() {
    Exchange agreeing = exchange(NOW);
    agreeing.getMessage().setHeader("X-M2M-Event", "link.created");
    readEnvelope.process(agreeing);
    assertEquals(false, agreeing.getVariable("eventHeaderDiffers"));
    Exchange without = exchange(NOW);
    readEnvelope.process(without);
    assertEquals(false, without.getVariable("eventHeaderDiffers"));
  }

  @Test
  void standsAfterTheSignature() {
    Exchange exchange = exchange(NOW);
    exchange.getMessage().removeHeader("X-M2M-Timestamp");
    assertThrows(IllegalStateException.class, () -> readEnvelope.process(exchange));
  }

  private String untimely(Instant signedAt) {
    return untimely(Long.toString(signedAt.toEpochMilli()));
  }

  private String untimely(Instant signedAt, Instant received) {
    Exchange exchange = exchange(signedAt);
    exchange.setVariable("edgeReceivedMillis", String.valueOf(received.toEpochMilli()));
    return delivery(readEnvelope, exchange).untimely();
  }

  private String untimely(String timestamp) {
    return delivery(readEnvelope, exchange(timestamp)).untimely();
  }

  private static Delivery delivery(ReadEnvelope readEnvelope, Exchange exchange) {
    readEnvelope.process(exchange);
    return exchange.getVariable("delivery", Delivery.class);
  }

  private static Exchange exchange(Instant signedAt) {
    return exchange(Long.toString(signedAt.toEpochMilli()));
  }

  private static Exchange exchange(String timestamp) {
    Exchange exchange = new DefaultExchange(CONTEXT);
    exchange.getMessage().setHeader("X-M2M-Timestamp", timestamp);
    exchange.getMessage().setHeader("X-M2M-Signature", SIGNATURE);
    exchange.getMessage().setHeader(Exchange.HTTP_PATH, "/webhooks/m2m/acme");
    exchange.getMessage().setBody(Event.of("link.created").toString().getBytes(UTF_8));
    return exchange;
  }
}
