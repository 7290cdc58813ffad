package io.m2mbridge.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.m2mbridge.testing.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What send says of the answers, and of mistakes. */
class SendAnswersTest extends SendTarget {
  @Test
  void saysWhatBecameOfItAndHowToSendItAgain() throws Exception {
    answering =
        exchange -> {
          exchange.getResponseHeaders().set("M2M-Bridge-Outcome", "accepted");
          answer(exchange, 200);
        };
    CommandRun run = send("link.created", "--set", "data.linkId=link_1");
    assertTrue(run.out().matches("(?s)200  accepted  [0-9]+ ms\\R.*"), run.out());
    assertTrue(run.out().contains("Event key: link.created:link_1"), run.out());
    String body = new String(only().body(), UTF_8);
    assertTrue(
        run.out().contains("printf %s '" + body + "' | java @target/m2m-bridge send"), run.out());
    assertEquals("", run.err());
  }

  @Test
  void saysWhatToCheckWhenItsSignatureIsRefused() {
    answering = exchange -> answer(exchange, 401);
    CommandRun run = send("link.created", "--copies", "2");
    assertEquals(2, run.exitCode());
    assertEquals(
        "m2m-bridge: The signature was refused: check that --secret is the receiver's.",
        run.err().strip());
  }

  @Test
  void followsNoRedirect() {
    answering =
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          answer(exchange, 307);
        };
    assertEquals(2, send("link.created").exitCode());
    only();
  }

  @Test
  void printsOneJsonObjectForEachCopy() throws IOException {
    CommandRun run = send("link.created", "--json", "--copies", "2");
    List<String> lines = run.out().lines().toList();
    assertEquals(2, lines.size());
    JsonNode line = new ObjectMapper().readTree(lines.get(0));
    assertEquals(200, line.path("status").intValue());
    assertTrue(line.path("ms").isIntegralNumber());
    assertTrue(line.path("outcome").isNull());
    assertTrue(line.path("key").textValue().startsWith("link.created:link_demo_"));
    assertEquals(received.get(0).header("X-M2M-Signature"), line.path("signature").textValue());
  }

  @Test
  void saysWhenNothingAnswers() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    CommandRun run = CommandRun.of("send", "link.created", "--url", "http://127.0.0.1:" + free);
    assertEquals(3, run.exitCode());
    assertEquals(
        "m2m-bridge: Nothing answers at http://127.0.0.1:"
            + free
            + ": start the receiver, or check --url.",
        run.err().strip());
  }

  @Test
  void saysWhenNoAnswerComesInTime() {
    answering = exchange -> end.await();
    CommandRun run = send("link.created", "--timeout", "200ms", "--json");
    assertEquals(3, run.exitCode());
    assertTrue(run.err().contains("No answer came within 200 ms"), run.err());
    assertTrue(run.out().contains("\"status\":null"), run.out());
  }

  @Test
  void saysWhenTheRestOfAnAnswerDoesNotComeInTime() {
    answering =
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().flush();
          end.await();
        };
    assertEquals(3, send("link.created", "--timeout", "200ms").exitCode());
  }

  @Test
  void saysWhenTheReceiverSpeaksNoHttp() {
    answering = exchange -> exchange.close();
    CommandRun run = send("link.created");
    assertEquals(3, run.exitCode());
    assertTrue(run.err().contains("check whether it speaks HTTP"), run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--url=ftp://127.0.0.1/",
        "--url=nowhere",
        "--url=http://a b/",
        "--event-header=a\nb",
        "--timeout=soon",
        "--timeout=0s",
        "--copies=0",
        "--secret=,",
        "--body=no-such-file"
      })
  void refusesAMistakeInOneSentence(String option) {
    CommandRun run = CommandRun.of("send", "link.created", option);
    assertEquals(1, run.exitCode());
    assertTrue(run.err().startsWith("m2m-bridge: "), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void refusesAFileAndFieldsToSet() {
    CommandRun run = send("link.created", "--body", "-", "--set", "timestamp=1");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("choose one"), run.err());
  }

  @Test
  void refusesToGuessTheEvent() {
    assertEquals(1, send().exitCode());
  }

  @Test
  void explainsItsExitCodes() {
    CommandRun run = CommandRun.of("send", "--help");
    assertEquals(0, run.exitCode());
    assertTrue(run.out().contains("3   a copy was not answered"), run.out());
  }
}
