package io.m2mbridge.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON and the encoding of a body: one deviation from a good body in each test. */
class EnvelopeJsonTest extends EnvelopeReading {
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
