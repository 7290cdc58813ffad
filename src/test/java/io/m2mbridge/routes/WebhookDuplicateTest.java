package io.m2mbridge.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Logs;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Webhook;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;

/** Copies of an event that is known. */
class WebhookDuplicateTest extends SentWebhooks {
  @Test
  void answersDuplicateWithoutDispatching() {
    send(Webhook.of(opened().toString()));
    Map<String, Object> first = bridge.await("link.opened:" + id, "done");
    assertEquals("duplicate", Bridge.outcome(send(Webhook.of(opened().toString()))));
    assertEquals("duplicate", Bridge.outcome(send(Webhook.of(opened().toString()))));
    Map<String, Object> row = bridge.delivery("link.opened:" + id);
    assertEquals(2, row.get("duplicates"));
    assertTrue(instant(row, "last_seen_at").isAfter(instant(first, "last_seen_at")));
    for (String column :
        List.of("id", "state", "attempts", "processed_at", "received_at", "signed_at")) {
      assertEquals(first.get(column), row.get(column), column);
    }
  }

  @Test
  void takesEqualContentForADuplicateHoweverItIsWritten() {
    send(Webhook.of(created().toString()));
    List<String> copies =
        List.of(
            created().withText("timestamp", "2027-01-01T00:00:00.000Z").toString(),
            created().without("timestamp").toString(),
            created().with("data.amount.send", "100").toString(),
            created().with("data.amount.send", "1e2").toString(),
            " " + created() + "\n");
    for (String copy : copies) {
      assertEquals("duplicate", Bridge.outcome(send(Webhook.of(copy))), copy);
    }
    Map<String, Object> row = bridge.delivery("operation.created:" + id);
    assertEquals(copies.size(), row.get("duplicates"));
    assertArrayEquals(created().toString().getBytes(UTF_8), (byte[]) row.get("body"));
  }

  @Test
  void takesAnOldCopyOfAKnownEventForADuplicate() {
    send(Webhook.of(opened().toString()));
    Instant days = Instant.now().minus(Duration.ofDays(40));
    assertEquals("duplicate", Bridge.outcome(send(Webhook.of(opened().toString()).signedAt(days))));
    assertEquals(
        "duplicate",
        Bridge.outcome(
            send(Webhook.of(opened().toString()).signedAt(Instant.now().plusSeconds(4000)))));
    assertEquals(2, bridge.delivery("link.opened:" + id).get("duplicates"));
    assertEquals(0, count("event_key LIKE 'quarantine:%' AND link_id = '" + id + "'"));
  }

  @Test
  void bringsADeadEventBackWhenItIsSentAgain() {
    send(Webhook.of(opened().toString()));
    bridge.await("link.opened:" + id, "done");
    bridge
        .sql()
        .sql("UPDATE m2m_deliveries SET state = 'dead', attempts = 50 WHERE event_key = :key")
        .param("key", "link.opened:" + id)
        .update();
    assertEquals("duplicate", Bridge.outcome(send(Webhook.of(opened().toString()))));
    Map<String, Object> row = bridge.await("link.opened:" + id, "done");
    assertEquals(1, row.get("attempts"));
    assertEquals(1, row.get("duplicates"));
  }

  @Test
  void leavesADeadEventAloneWhenOtherContentComes() {
    send(Webhook.of(opened().toString()));
    bridge.await("link.opened:" + id, "done");
    bridge
        .sql()
        .sql("UPDATE m2m_deliveries SET state = 'dead' WHERE event_key = :key")
        .param("key", "link.opened:" + id)
        .update();
    send(Webhook.of(opened().withText("data.openedAt", "2020-01-01T00:00:00Z").toString()));
    assertEquals("dead", bridge.delivery("link.opened:" + id).get("state"));
  }

  @Test
  void acceptsOneOfManyCopiesAtOnce() throws Exception {
    HttpRequest request = Webhook.of(created().toString()).to(bridge.webhooks());
    try (Logs logs = new Logs()) {
      List<HttpResponse<String>> answers = atOnce(IntStream.range(0, 300).mapToObj(i -> request));
      assertTrue(answers.stream().allMatch(answer -> answer.statusCode() == 200));
      assertEquals(
          Map.of("accepted", 1L, "duplicate", 299L),
          answers.stream().collect(Collectors.groupingBy(Bridge::outcome, Collectors.counting())));
      Map<String, Object> row = bridge.await("operation.created:" + id, "done");
      assertEquals(299, row.get("duplicates"));
      assertEquals(1, row.get("attempts"));
      assertEquals(1, count("event_key LIKE '%" + id + "%'"));
      assertEquals(List.of(), logs.from(Level.ERROR));
    }
  }

  @Test
  void acceptsOneOfTwoContentsAtOnce() throws Exception {
    HttpRequest one = Webhook.of(created().toString()).to(bridge.webhooks());
    HttpRequest other =
        Webhook.of(created().with("data.amount.send", "200").toString()).to(bridge.webhooks());
    List<HttpResponse<String>> answers =
        atOnce(IntStream.range(0, 100).mapToObj(i -> i % 2 == 0 ? one : other));
    assertEquals(
        Map.of("accepted", 1L, "duplicate", 49L, "quarantined", 50L),
        answers.stream().collect(Collectors.groupingBy(Bridge::outcome, Collectors.counting())));
    assertEquals(
        1,
        count(
            "event_key LIKE 'quarantine:conflict:%' AND event = 'operation.created' AND link_id = '"
                + id
                + "'"));
  }

  /** Each on a connection of its own. */
  private static List<HttpResponse<String>> atOnce(Stream<HttpRequest> requests) {
    var threads = Executors.newCachedThreadPool();
    try {
      HttpClient client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
      List<CompletableFuture<HttpResponse<String>>> answers =
          requests.map(request -> client.sendAsync(request, BodyHandlers.ofString())).toList();
      return answers.stream().map(CompletableFuture::join).toList();
    } finally {
      threads.shutdownNow();
    }
  }
}
