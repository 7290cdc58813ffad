package io.m2mbridge.crash;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Message;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bridge that stands still, by SIGSTOP, for longer than its leases last, with work of every kind
 * in its hands: another takes it over, and what the first does once it wakes changes nothing.
 */
@Tag("verify")
class PauseIT {
  private static final String IN_TRANSACTION = "operation.created:op_in_transaction";
  private static final String IN_FORWARD = "link.opened:link_in_forward";
  private static final String IN_REPLY = "user.data_request:dr_in_reply";
  private static final List<String> KEYS = List.of(IN_TRANSACTION, IN_FORWARD, IN_REPLY);

  /**
   * After eight seconds its leases have ended, and after ten its open transaction, which the
   * successor may have to wait for; the rest is for a machine that is busy.
   */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(10 + 20);

  /** How long it stands still at least; once its work is done elsewhere it may wake. */
  private static final Duration PAUSE =
      Duration.ofSeconds(Integer.getInteger("m2m.crash.pause", 0));

  @TempDir private Path folder;
  private final CountDownLatch awake = new CountDownLatch(1);

  @Test
  void cannotOverwriteItsSuccessor() {
    try (Trial trial = Trial.start(0, folder, 1, Map.of())) {
      Node paused = trial.node(0);
      putToWork(trial, paused);
      Instant start = pauseInTransaction(trial, paused);
      trial.addNode(folder.resolve("successor"), Map.of()).start();

      Awaitility.await("the work to be taken over")
          .atMost(TAKEN_OVER)
          .untilAsserted(
              () -> {
                for (String key : KEYS) {
                  assertEquals("done", trial.delivery(key).get("state"), key);
                }
              });
      Map<String, Map<String, Object>> taken = rows(trial);
      Awaitility.await("the pause to be over")
          .atMost(PAUSE.plusSeconds(10))
          .until(() -> Instant.now().isAfter(start.plus(PAUSE)));
      paused.process().resume();
      awake.countDown();

      for (String key : KEYS) {
        Awaitility.await(key + " to be seen as lost")
            .atMost(Duration.ofSeconds(30))
            .until(() -> hasGivenUp(paused, key));
      }
      assertEquals(taken, rows(trial));
      taken.forEach((key, row) -> assertEquals(2, row.get("attempts"), key));
      assertEquals(2, trial.api().requests().size());
      assertEquals(2, forwards(trial, IN_FORWARD));
      assertEquals(1, trial.count("m2m_operations"));
      assertEquals(1, trial.count("m2m_fund_holds"));
      assertEquals(
          "fulfilled",
          trial.sql().sql("SELECT state FROM m2m_data_requests").query(String.class).single());
    }
  }

  /** A forward and a reply that aren't answered. */
  private void putToWork(Trial trial, Node node) {
    trial.site().answers(whenAwake());
    trial.api().answersTo("dr_in_reply", whenAwake());
    trial.m2m().send(List.of(message(IN_FORWARD, Event.of("link.opened"), "data.linkId")));
    Awaitility.await().until(() -> forwards(trial, IN_FORWARD) == 1);
    trial
        .sql()
        .sql("INSERT INTO m2m_users (reference_id, id_number) VALUES ('user_12345', '1')")
        .update();
    trial
        .m2m()
        .send(
            List.of(
                message(
                    IN_REPLY,
                    Event.of("user.data_request")
                        .withText("data.replyEndpoint", trial.api().replyEndpoint("dr_in_reply"))
                        .withText("data.expiresAt", Instant.now().plusSeconds(600).toString()),
                    "data.dataRequestId")));
    Awaitility.await().until(() -> trial.api().requests().size() == 1);
    trial.m2m().awaitAnswered();
  }

  /** Sends an operation, and pauses the node when its effects are written but not committed. */
  private Instant pauseInTransaction(Trial trial, Node node) {
    CountDownLatch isPaused = new CountDownLatch(1);
    node.statements()
        .hold(
            KillPoint.EFFECTS_OPEN,
            () -> {
              node.process().pause();
              isPaused.countDown();
              await(awake);
            });
    trial
        .m2m()
        .send(List.of(message(IN_TRANSACTION, Event.of("operation.created"), "data.operationId")));
    await(isPaused);
    return Instant.now();
  }

  private static Message message(String key, Event event, String idField) {
    return Message.of(key, event.withText(idField, key.substring(key.indexOf(':') + 1)).toString());
  }

  private M2mApi.Answer whenAwake() {
    return exchange -> {
      await(awake);
      M2mApi.FULFILLED.to(exchange);
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(120, SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Map<String, Object>> rows(Trial trial) {
    Map<String, Map<String, Object>> rows = new HashMap<>();
    for (String key : KEYS) {
      Map<String, Object> row = new HashMap<>(trial.delivery(key));
      // Arrays, which equal no other.
      row.remove("body");
      row.remove("body_hash");
      rows.put(key, row);
    }
    return rows;
  }

  private static boolean hasGivenUp(Node node, String key) {
    return node.process()
        .stdout()
        .lines()
        .anyMatch(line -> line.contains(key + " was taken over by another worker"));
  }

  private static long forwards(Trial trial, String key) {
    return trial.site().requests().stream()
        .filter(call -> call.target().equals("/forward"))
        .filter(call -> call.headers().get("M2meventkey").equals(List.of(key)))
        .count();
  }
}
