package io.m2mbridge.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.Event;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random bytes, tokens and changes of good events: the reader takes them or says what is wrong. */
class EnvelopeFuzzTest extends EnvelopeReading {
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
}
