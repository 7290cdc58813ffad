package io.m2mbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.m2mbridge.testkit.Event;
import org.junit.jupiter.api.Test;

/** The key and the hash of an event, known or not. */
class EnvelopeKeyTest extends EnvelopeReading {
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
}
