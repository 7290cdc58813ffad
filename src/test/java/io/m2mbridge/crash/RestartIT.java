package io.m2mbridge.crash;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.Message;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a single bridge had in hand when it was killed, once it is started again. */
@Tag("verify")
class RestartIT {
  private static final String CLAIMED = "link.created:link_claimed";
  private static final String FAILING = "link.opened:link_failing";
  private static final String REPLYING = "user.data_request:dr_replying";
  private static final int ATTEMPTS = 5;
  private static final Duration TAKEN_UP = Duration.ofSeconds(10);
  private static final Duration DEADLINE = Duration.ofSeconds(40);

  private static Trial trial;
  private static Instant killedAt;
  private static Duration startUp;
  private static Map<String, Object> failingBefore;
  private static Map<String, Object> replyingBefore;
  private static int putsBefore;

  /** An event that fails, a data request that M2M doesn't take, and an event just claimed. */
  @BeforeAll
  static void killWithWorkInHand(@TempDir Path folder) {
    trial =
        Trial.start(
            0,
            folder,
            1,
            Map.of(
                "M2M_DISPATCH_MAXIMUM_ATTEMPTS", String.valueOf(ATTEMPTS),
                "M2M_DISPATCH_BACK_OFF", "500ms",
                "M2M_LINK_OPENED_FORWARD", "http://127.0.0.1:1/nobody"));
    trial
        .sql()
        .sql("INSERT INTO m2m_users (reference_id, id_number) VALUES ('user_12345', '1')")
        .update();
    M2mApi.Answer[] unavailable = new M2mApi.Answer[10_000];
    Arrays.fill(unavailable, DataRequests.UNAVAILABLE);
    trial.api().answersTo("dr_replying", unavailable);
    send(FAILING, Event.of("link.opened").withText("data.linkId", "link_failing"));
    send(
        REPLYING,
        Event.of("user.data_request")
            .withText("data.dataRequestId", "dr_replying")
            .withText("data.replyEndpoint", trial.api().replyEndpoint("dr_replying"))
            .withText("data.expiresAt", Instant.now().plus(DEADLINE).toString()));
    Awaitility.await("two attempts")
        .atMost(Duration.ofSeconds(20))
        .until(() -> trial.count("m2m_deliveries WHERE attempts >= 2") == 2);

    trial
        .node(0)
        .statements()
        .setTrap(
            KillPoint.DONE_NOT_RECORDED,
            0,
            () -> {
              failingBefore = trial.delivery(FAILING);
              replyingBefore = trial.delivery(REPLYING);
              killedAt = Instant.now();
              trial.kill();
              putsBefore = trial.api().requests().size();
            });
    send(CLAIMED, Event.of("link.created").withText("data.linkId", "link_claimed"));
    assertTrue(trial.node(0).statements().awaitSprung(30, SECONDS));
    Instant start = Instant.now();
    trial.restart();
    startUp = Duration.between(start, Instant.now());
  }

  private static void send(String key, Event event) {
    trial.m2m().send(List.of(Message.of(key, event.toString())));
  }

  @AfterAll
  static void stop() {
    trial.close();
  }

  /** By the database's clock, which is this machine's. */
  @Test
  void takesUpWhatItHadClaimedWithinTenSeconds() {
    Map<String, Object> row = trial.await(CLAIMED, "done");
    assertEquals(2, row.get("attempts"));
    Instant processedAt = ((Timestamp) row.get("processed_at")).toInstant();
    Duration after = Duration.between(killedAt, processedAt).minus(startUp);
    assertTrue(after.compareTo(TAKEN_UP) < 0, () -> "done after " + after);
    trial.m2m().awaitAnswered();
  }

  @Test
  void countsAttemptsOnUntilEventIsDead() {
    int before = (Integer) failingBefore.get("attempts");
    assertTrue(before >= 2 && before < ATTEMPTS, () -> before + " attempts before");
    assertEquals(ATTEMPTS, trial.await(FAILING, "dead").get("attempts"));
    assertEquals(1, trial.count("m2m_links WHERE link_id = 'link_failing'"));
    Awaitility.await("the team to be told")
        .until(
            () ->
                trial.site().requests().stream()
                    .anyMatch(
                        call ->
                            "dead".equals(call.header("m2mNotice"))
                                && FAILING.equals(call.header("m2mEventKey"))
                                && call.header("m2mDeliveryId") != null));
  }

  @Test
  void triesReplyOnUntilItsDeadline() {
    Map<String, Object> row = trial.await(REPLYING, "dead");
    int before = (Integer) replyingBefore.get("attempts");
    assertTrue((Integer) row.get("attempts") > before, () -> "no attempt after " + before);
    assertTrue(trial.api().requests().size() > putsBefore, "no PUT after the kill");
    Map<String, Object> request =
        trial.sql().sql("SELECT * FROM m2m_data_requests").query().singleRow();
    assertEquals("expired", request.get("state"));
    Instant deadline = ((Timestamp) request.get("expires_at")).toInstant();
    trial.api().requests().forEach(put -> assertTrue(put.at().isBefore(deadline.plusMillis(500))));
    assertTrue(
        ((Timestamp) row.get("processed_at")).toInstant().isAfter(deadline),
        "dead before the deadline");
  }
}
