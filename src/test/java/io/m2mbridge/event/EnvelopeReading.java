package io.m2mbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.m2mbridge.testkit.Event;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A reader, and what it must say of a body. */
abstract class EnvelopeReading {
  static final String[] KNOWN = {
    "link.created", "link.opened", "user.data_request", "operation.created", "operation.cancelled"
  };

  static final String UNKNOWN = "{\"event\":\"link.revoked\",\"data\":{}}";
  final EnvelopeReader reader = new EnvelopeReader();

  void assertUsable(Object text) {
    Envelope envelope = reader.read(text.toString().getBytes(UTF_8));
    assertNull(envelope.fault(), text::toString);
    assertNotNull(envelope.data());
  }

  void assertFault(String fault, Object text) {
    assertFault(fault, text.toString().getBytes(UTF_8));
  }

  void assertFault(String fault, byte[] body) {
    Envelope envelope = reader.read(body);
    assertEquals(
        fault, envelope.fault(), () -> new String(body, 0, Math.min(body.length, 300), UTF_8));
    assertEquals("quarantine:" + fault + ":" + envelope.contentHash(), envelope.key());
    assertNull(envelope.data());
  }

  Envelope read(Event event) {
    return reader.read(event.toString().getBytes(UTF_8));
  }

  static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
