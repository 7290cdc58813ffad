package io.m2mbridge.routes;

import static io.m2mbridge.routes.OperationRows.created;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.testing.Chat;
import io.m2mbridge.testing.LogLines;
import io.m2mbridge.testing.RoutesCopy;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.RecordingServer;
import io.m2mbridge.testkit.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("verify")
class NoticeDispatchTest {
  @TempDir private Path folder;

  private static Bridge start(String database, Chat chat, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("m2m.notify.endpoint", chat.url());
    all.putIfAbsent("m2m.operation-created.forward", chat.url("/ledger"));
    return Bridge.start(database, all);
  }

  private static List<String> send(Bridge bridge, String prefix, int number) {
    List<String> ids = IntStream.range(0, number).mapToObj(i -> prefix + i).toList();
    ids.forEach(id -> bridge.send(created(id).toString()));
    ids.forEach(id -> bridge.await("operation.created:" + id, "done"));
    return ids;
  }

  private static void awaitEnded(Bridge bridge, int number) {
    Awaitility.await("notices to end")
        .atMost(Duration.ofSeconds(40))
        .until(() -> count(bridge, "ended_at IS NOT NULL") == number);
  }

  private static long count(Bridge bridge, String where) {
    return bridge
        .sql()
        .sql("SELECT count(*) FROM m2m_notices WHERE " + where)
        .query(Long.class)
        .single();
  }

  private static Map<String, Long> perKey(List<RecordingServer.Request> calls) {
    return calls.stream()
        .map(call -> call.header("m2mEventKey"))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private static Map<String, Long> onceEach(List<String> ids) {
    return ids.stream().collect(Collectors.toMap(id -> "operation.created:" + id, id -> 1L));
  }

  private static boolean hasMetric(Bridge bridge, String line) {
    return bridge.manage("/observe/metrics").body().lines().anyMatch(line::equals);
  }

  @Test
  void tellsEachOnceThoughTheChatTakesNoMoreThanOneAPause() {
    try (Chat chat = new Chat();
        Bridge bridge = start(TestPostgres.newDatabase(), chat, Map.of())) {
      chat.refusesMoreThanOneIn(Duration.ofMillis(900), "1");
      List<String> ids = send(bridge, "c_busy_", 6);
      awaitEnded(bridge, 6);

      assertEquals(onceEach(ids), perKey(chat.calls("/ledger")));
      assertEquals(onceEach(ids), perKey(chat.taken()));
      assertEquals(6, count(bridge, "outcome = 'sent'"));
      // It asked for a second each time, and got one: one call is refused, then one is taken.
      assertTrue(chat.calls("/chat").size() <= 12, () -> chat.calls("/chat").size() + " calls");
      assertTrue(hasMetric(bridge, "m2m_notices_waiting 0.0") || count(bridge, "true") == 6);
      assertTrue(
          hasMetric(
              bridge, "m2m_notices_total{notice=\"operation-created\",outcome=\"sent\"} 6.0"));
    }
  }

  @Test
  void leavesAChatAloneForAsLongAsItAsks() {
    try (Chat chat = new Chat();
        Bridge bridge = start(TestPostgres.newDatabase(), chat, Map.of())) {
      Instant until = Instant.now().plusSeconds(4);
      chat.refusesUntil(until, 503);
      send(bridge, "c_down_", 3);
      awaitEnded(bridge, 3);

      List<RecordingServer.Request> calls = chat.calls("/chat");
      assertEquals(4, calls.size());
      assertTrue(
          calls.stream().skip(1).noneMatch(call -> call.at().isBefore(until.minusSeconds(1))));
    }
  }

  @Test
  void dropsWhatNoChatTakesOnceItIsTooOldAndFailsNoEvent() {
    try (LogLines log = LogLines.capture();
        Chat chat = new Chat();
        Bridge bridge =
            start(TestPostgres.newDatabase(), chat, Map.of("m2m.notify.maximum-age", "2s"))) {
      chat.refusesAll(400);
      List<String> ids = send(bridge, "c_never_", 5);
      ids.forEach(
          id -> assertEquals(1, bridge.delivery("operation.created:" + id).get("attempts")));
      awaitEnded(bridge, 5);

      assertEquals(onceEach(ids), perKey(chat.calls("/ledger")));
      assertEquals(5, count(bridge, "outcome = 'dropped'"));
      assertTrue(
          hasMetric(
              bridge, "m2m_notices_total{notice=\"operation-created\",outcome=\"dropped\"} 5.0"));
      List<String> lines = log.with("dropped");
      assertTrue(lines.size() < ids.size(), lines::toString);
      assertTrue(lines.get(0).contains("operation-created"), lines::toString);
      assertTrue(
          log.with("could not be sent, attempt=1")
              .get(0)
              .contains("HttpOperationFailedException 400 at notify/send-notice"));
    }
  }

  @Test
  void tellsOnceFromTwoNodes() {
    String database = TestPostgres.newDatabase();
    try (Chat chat = new Chat();
        Bridge one = start(database, chat, Map.of());
        Bridge other = start(database, chat, Map.of())) {
      List<String> ids = send(one, "c_one_", 15);
      List<String> more = send(other, "c_other_", 15);
      awaitEnded(one, 30);

      Map<String, Long> expected = new HashMap<>(onceEach(ids));
      expected.putAll(onceEach(more));
      assertEquals(expected, perKey(chat.taken()));
    }
  }

  @Test
  void tellsWhatAnotherNodeDidNotGetTo() {
    String database = TestPostgres.newDatabase();
    try (Chat chat = new Chat()) {
      try (Bridge first = start(database, chat, Map.of())) {
        chat.refusesAll(500);
        send(first, "c_left_", 4);
      }
      chat.refusesNothing();
      try (Bridge second = start(database, chat, Map.of())) {
        awaitEnded(second, 4);
        assertEquals(4, count(second, "outcome = 'sent'"));
        assertEquals(4, perKey(chat.taken()).size());
      }
    }
  }

  @Test
  void sendsDeadLettersToTheEndpointOfTheSiteUntilItTakesThem() throws Exception {
    try (Chat chat = new Chat();
        Bridge bridge =
            start(
                TestPostgres.newDatabase(),
                chat,
                Map.of(
                    "camel.main.routesIncludePattern",
                    new RoutesCopy(folder)
                        .edit(
                            "event-dispatch",
                            yaml ->
                                yaml.replace(
                                    "deadLetterUri: seda:notify-trouble",
                                    "deadLetterUri: " + chat.url("/dead")))
                        .pattern(),
                    "m2m.operation-created.forward",
                    chat.url("/broken"),
                    "m2m.dispatch.maximum-attempts",
                    "2"))) {
      chat.answersTo("dead", RecordingServer.json(503, ""), RecordingServer.json(503, ""));
      bridge.send(created("c_dead").toString());
      var row = bridge.await("operation.created:c_dead", "dead");
      Awaitility.await("the dead letter").until(() -> chat.taken("/dead").size() == 1);

      assertEquals(3, chat.calls("/dead").size());
      RecordingServer.Request letter = chat.taken("/dead").get(0);
      String cause =
          "HttpOperationFailedException 500 at event-forward/endpoint-of-operation-created";
      assertEquals(cause, row.get("last_error"));
      assertEquals("POST", letter.method());
      assertEquals("operation.created:c_dead", letter.header("m2mEventKey"));
      assertEquals("operation.created", letter.header("m2mEvent"));
      assertEquals("dead", letter.header("m2mNotice"));
      assertEquals(cause.replace(" ", "%20"), letter.header("m2mCause"));
      assertEquals("event-forward", letter.header("m2mRoute"));
      assertEquals("endpoint-of-operation-created", letter.header("m2mStep"));
      assertEquals("2", letter.header("m2mAttempts"));
      assertEquals(String.valueOf(row.get("id")), letter.header("m2mDeliveryId"));
      JsonNode body = new JsonMapper().readTree(letter.body());
      assertEquals(
          Set.of("eventKey", "event", "notice", "cause", "route", "step", "attempts", "deliveryId"),
          body.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet()));
      assertEquals(row.get("id"), body.get("deliveryId").longValue());
      // The team hears of the new operation, and not of this.
      assertEquals(
          List.of("operation-created"),
          chat.calls("/chat").stream().map(call -> call.header("m2mNotice")).toList());
    }
  }
}
