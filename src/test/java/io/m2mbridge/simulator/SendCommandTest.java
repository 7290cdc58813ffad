package io.m2mbridge.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.testing.CommandRun;
import io.m2mbridge.webhook.Signature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendCommandTest extends SendTarget {
  private static final String DEV_SECRET = "whsec_for_development_only";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "link.created",
        "link.opened",
        "user.data_request",
        "operation.created",
        "operation.cancelled",
        "link.revoked"
      })
  void sendsAnEventAsM2mDoes(String event) {
    assertEquals(0, send(event).exitCode());
    Received webhook = only();
    assertEquals("application/json", webhook.header("Content-Type"));
    assertEquals(event, webhook.header("X-M2M-Event"));
    assertEquals(event, webhook.json().path("event").textValue());
    assertTrue(webhook.isSignedWith(DEV_SECRET));
    Instant sent = Signature.signedAt(webhook.header("X-M2M-Timestamp"));
    assertTrue(Duration.between(sent, Instant.now()).abs().toMinutes() < 1);
    assertTrue(webhook.json().at("/data/linkId").textValue().matches("link_demo_[0-9a-z]{12}"));
    assertTrue(
        webhook.headers().keySet().stream()
            .filter(name -> name.toLowerCase().startsWith("x-"))
            .allMatch(List.of("X-m2m-event", "X-m2m-timestamp", "X-m2m-signature")::contains),
        webhook.headers()::toString);
  }

  @Test
  void givesEachEventIdsAndTimesOfItsOwn() {
    send("user.data_request", "--api", "http://127.0.0.1:7000/");
    send("user.data_request");
    JsonNode first = received.get(0).json().path("data");
    JsonNode second = received.get(1).json().path("data");
    assertNotEquals(first.path("linkId"), second.path("linkId"));
    assertNotEquals(first.path("dataRequestId"), second.path("dataRequestId"));
    assertEquals(
        "http://127.0.0.1:7000/partner/data-requests/" + first.path("dataRequestId").textValue(),
        first.path("replyEndpoint").textValue());
    Instant generated = Instant.parse(received.get(0).json().path("timestamp").textValue());
    assertEquals(
        generated.plus(Duration.ofMinutes(60)), Instant.parse(first.path("expiresAt").textValue()));
  }

  @Test
  void setsFieldsToJsonOrElseToTexts() {
    send(
        "operation.created",
        "--set=data.amount.send=12.50",
        "--set=data.funding=null",
        "--set=data.metadata.tags=[\"a\",true]",
        "--set=data.referenceId=user = 7",
        "--set=timestamp=soon",
        "--set=data.userId=\"8\"",
        "--set=data.status=1e99999999999",
        "--set=data.linkId=");
    JsonNode root = only().json();
    assertTrue(new String(only().body(), UTF_8).contains("\"send\":12.50,"));
    assertTrue(root.at("/data/funding").isNull());
    assertEquals("[\"a\",true]", root.at("/data/metadata/tags").toString());
    assertEquals("user = 7", root.at("/data/referenceId").textValue());
    assertEquals("soon", root.at("/timestamp").textValue());
    assertEquals("8", root.at("/data/userId").textValue());
    assertEquals("1e99999999999", root.at("/data/status").textValue());
    assertEquals("", root.at("/data/linkId").textValue());
    assertTrue(only().isSignedWith(DEV_SECRET));
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.linkId.x=1", "data", "=1", "data..x=1"})
  void refusesAPathThatLeadsNowhere(String assignment) {
    CommandRun run = send("link.created", "--set", assignment);
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("m2m-bridge: --set"), run.err());
    assertEquals(1, run.err().lines().count());
    assertTrue(received.isEmpty());
  }

  @Test
  void sendsTheBytesOfAFileAsTheyAre(@TempDir Path folder) throws IOException {
    byte[] body = {'{', (byte) 0xff, '\r', '\n', 0};
    Path file = Files.write(folder.resolve("a body"), body);
    CommandRun run = send("ping", "--body", file.toString());
    assertEquals(0, run.exitCode());
    assertArrayEquals(body, only().body());
    assertTrue(only().isSignedWith(DEV_SECRET));
    assertTrue(run.out().contains("send ping --body '" + file + "'"), run.out());
  }

  @Test
  void sendsStandardInput() {
    byte[] body = "{\"event\":\"ping\",\"data\":{\"name\":\"O'Neil\"}}\n".getBytes(UTF_8);
    CommandRun run = CommandRun.withInput(body, "send", "ping", "--body", "-", "--url", url());
    assertEquals(0, run.exitCode());
    assertArrayEquals(body, only().body());
    assertTrue(run.out().contains("O'\\''Neil"), run.out());
  }

  @Test
  void signsTheTimestampAsItIsGiven() {
    send("link.created", "--timestamp", "1700000000");
    assertEquals("1700000000", only().header("X-M2M-Timestamp"));
    assertTrue(only().isSignedWith(DEV_SECRET));
  }

  @Test
  void signsWithTheFirstSecret() {
    send("link.created", "--secret", "whsec_one, whsec_two", "--secret", "whsec_three");
    assertTrue(only().isSignedWith("whsec_one"));
  }

  @Test
  void takesTheSecretFromTheFileThatTheEnvironmentNames(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "whsec_of_the_file\nwhsec_previous\n");
    System.setProperty("m2m.webhook.secret-file", file.toString());
    try {
      send("link.created");
    } finally {
      System.clearProperty("m2m.webhook.secret-file");
    }
    assertTrue(only().isSignedWith("whsec_of_the_file"));
  }

  @Test
  void refusesAKeyFileOfProduction(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "m2m_live_of_the_file\n");
    System.setProperty("m2m.api.key-file", file.toString());
    CommandRun run;
    try {
      run = send("link.created");
    } finally {
      System.clearProperty("m2m.api.key-file");
    }
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("is a production key"), run.err());
  }

  @Test
  void signsWithTheSecretOfTheSettings() {
    System.setProperty("m2m.webhook.secret", "whsec_set,whsec_previous");
    try {
      send("link.created");
    } finally {
      System.clearProperty("m2m.webhook.secret");
    }
    assertTrue(only().isSignedWith("whsec_set"));
  }

  @Test
  void sendsCopiesOfOneRequestAtOnce() {
    CyclicBarrier together = new CyclicBarrier(3);
    answering =
        exchange -> {
          together.await(10, TimeUnit.SECONDS);
          answer(exchange, 204);
        };
    CommandRun run = send("link.created", "--copies", "3");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(3, run.out().lines().filter(line -> line.startsWith("204")).count());
    assertEquals(
        1, received.stream().map(webhook -> webhook.header("X-M2M-Signature")).distinct().count());
  }

  @Test
  void sendsABadSignatureThatIsWellFormed() {
    answering = exchange -> answer(exchange, 401);
    CommandRun run = send("link.created", "--bad-signature");
    assertEquals(2, run.exitCode());
    assertFalse(only().isSignedWith(DEV_SECRET));
    assertTrue(only().header("X-M2M-Signature").matches("sha256=[0-9a-f]{64}"));
    assertEquals("", run.err());
  }

  @Test
  void namesAnotherEventInTheHeader() {
    send("link.created", "--event-header", "link.opened");
    assertEquals("link.opened", only().header("X-M2M-Event"));
    assertEquals("link.created", only().json().path("event").textValue());
  }
}
