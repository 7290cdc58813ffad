package io.m2mbridge.routes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.event.Envelope;
import io.m2mbridge.event.EnvelopeReader;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Good events with something changed, signed all the same. {@code -Dm2m.fuzz.seed=…} repeats a run,
 * {@code -Dm2m.fuzz.rounds=…} makes it longer; what failed once is kept in {@code corpus/}.
 */
@Tag("verify")
@Timeout(3600)
class WebhookFuzzTest {
  private static final int READS_FOR_EACH_SEND = 20;
  private static final Path CORPUS = Path.of("src/test/resources/corpus");
  private static final String[] EVENTS = {
    "link.created", "link.opened", "user.data_request", "operation.created", "operation.cancelled"
  };
  private static final String[] TOKENS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "true",
    "-",
    "-0",
    "0.1",
    "1e9",
    "1e400",
    "1e-999999999",
    "99999999999999999999",
    "\"\"",
    "\"x\"",
    "{}",
    "[]",
    "\\u0000",
    "\\ud800",
    "\\u00e1",
    "\"event\"",
    "\"data\"",
    "\"operationId\"",
    "\"amount\"",
    "\n",
    "\u0000",
    "\u00ff"
  };

  private final long seed = Long.getLong("m2m.fuzz.seed", new Random().nextLong());
  private final int rounds = Integer.getInteger("m2m.fuzz.rounds", 300);
  private final Random random = new Random(seed);

  private static List<byte[]> corpus() throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(CORPUS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    }
    return inputs;
  }

  /** As bytes in a text, so that each char is one. */
  private byte[] mutated(int number) {
    String event = EVENTS[random.nextInt(EVENTS.length)];
    String text =
        new String(
            Event.of(event)
                .toString()
                .replaceAll("(_a1b2c3d4e5f6|_x9y8z7w6v5u4)", "_" + number)
                .getBytes(UTF_8),
            ISO_8859_1);
    for (int n = random.nextInt(3); n >= 0; n--) {
      text = random.nextBoolean() ? withAnotherValue(text) : withOtherBytes(text);
    }
    return text.getBytes(ISO_8859_1);
  }

  /** What stands after a colon, as far as the next comma or brace, gives way to a token. */
  private String withAnotherValue(String text) {
    int from = text.indexOf(':', random.nextInt(text.length() + 1)) + 1;
    int to = from;
    while (to < text.length() && ",}".indexOf(text.charAt(to)) < 0) {
      to++;
    }
    return text.substring(0, from) + token() + text.substring(to);
  }

  private String withOtherBytes(String text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(6));
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, from) + text.substring(to);
      case 1 -> text.substring(0, from) + token() + text.substring(from);
      case 2 -> text.substring(0, to) + text.substring(from);
      case 3 -> text.substring(0, from) + (char) random.nextInt(256) + text.substring(to);
      default -> text.substring(0, from);
    };
  }

  private String token() {
    return TOKENS[random.nextInt(TOKENS.length)];
  }

  @Test
  void readsAnything() throws Exception {
    System.out.println("seed " + seed);
    EnvelopeReader reader = new EnvelopeReader();
    List<byte[]> inputs = new ArrayList<>(corpus());
    for (int i = 0; i < rounds * READS_FOR_EACH_SEND; i++) {
      inputs.add(mutated(i));
    }
    for (byte[] input : inputs) {
      try {
        Envelope envelope = reader.read(input);
        assertEquals(envelope.fault() == null, envelope.data() != null);
        assertEquals(envelope.fault() != null, envelope.key().startsWith("quarantine:"));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(failed(input), e);
      }
    }
  }

  @Test
  void takesAnythingThatIsSigned() throws Exception {
    System.out.println("seed " + seed);
    try (Bridge bridge = Bridge.start(Map.of("m2m.dispatch.maximum-attempts", "2"))) {
      List<byte[]> inputs = new ArrayList<>(corpus());
      for (int i = 0; i < rounds; i++) {
        inputs.add(mutated(i));
      }
      for (byte[] input : inputs) {
        var answer = bridge.send(Webhook.of(input).to(bridge.webhooks()));
        assertEquals(200, answer.statusCode(), () -> failed(input));
        assertTrue(
            Set.of("accepted", "duplicate", "quarantined").contains(Bridge.outcome(answer)),
            () -> failed(input));
      }
      bridge.awaitIdle();
      bridge
          .sql()
          .sql("SELECT body FROM m2m_deliveries WHERE state NOT IN ('done', 'quarantined')")
          .query((row, n) -> row.getBytes("body"))
          .list()
          .forEach(
              body -> {
                throw new AssertionError(failed(body));
              });
      assertEquals(
          (long) inputs.size(),
          bridge
              .sql()
              .sql("SELECT sum(1 + duplicates) FROM m2m_deliveries")
              .query(Long.class)
              .single());
    }
  }

  private String failed(byte[] input) {
    return "seed " + seed + ": " + Arrays.toString(input) + " " + new String(input, ISO_8859_1);
  }
}
