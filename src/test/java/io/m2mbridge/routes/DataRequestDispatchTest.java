package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Site;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("alone")
@Tag("verify")
class DataRequestDispatchTest {
  private static final CountDownLatch OTHERS = new CountDownLatch(1);
  private static final CountDownLatch RETRIES = new CountDownLatch(1);
  private static final CountDownLatch FORWARD = new CountDownLatch(1);
  private static final Queue<String> FORWARDED = new ConcurrentLinkedQueue<>();
  private static M2mApi api;
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    api = new M2mApi();
    bridge =
        Bridge.start(Map.of("m2m.api.base-url", api.baseUrl(), "m2m.forward.default", Site.URI));
    bridge
        .sql()
        .sql("INSERT INTO m2m_users (reference_id, id_number) VALUES ('user_12345', 'X')")
        .update();
    Site.does(
        exchange -> {
          String key = exchange.getMessage().getHeader("m2mEventKey", String.class);
          FORWARDED.add(key);
          if (!key.startsWith("user.data_request")) {
            OTHERS.await(60, TimeUnit.SECONDS);
          } else if (key.contains("r_hang")) {
            FORWARD.await(60, TimeUnit.SECONDS);
          }
        });
  }

  @AfterAll
  static void stop() {
    OTHERS.countDown();
    RETRIES.countDown();
    FORWARD.countDown();
    bridge.close();
    api.close();
  }

  @Test
  void answersWhileEveryOtherWorkerWaits() {
    for (int i = 0; i < 8; i++) {
      bridge.send(LinkRows.created("r_link_" + i).toString());
      bridge.send(LinkRows.opened("r_link_" + i).toString());
      bridge.send(OperationRows.created("r_op_" + i).toString());
      bridge.send(OperationRows.cancelled("r_op_" + i).toString());
      bridge.send("{\"event\":\"link.revoked\",\"data\":{\"linkId\":\"r_link_" + i + "\"}}");
    }
    Awaitility.await().until(() -> count("state = 'processing'") >= 8);
    bridge.send(request("r_free"));
    bridge.await("user.data_request:r_free", "done");

    assertTrue(secondsUntilPut("r_free") < 1.0);
  }

  @Test
  void answersWhileTheEndpointOfDataRequestsHangs() {
    double before = replies();
    for (int i = 0; i < 12; i++) {
      bridge.send(request("r_hang_" + i));
    }
    Awaitility.await().until(() -> forwarded("r_hang_") == 4);
    Awaitility.await().until(() -> puts("r_hang_") == 12);
    bridge.send(request("r_late"));
    Awaitility.await().until(() -> puts("r_late") == 1);
    assertTrue(secondsUntilPut("r_late") < 1.0);
    Awaitility.await()
        .until(() -> count("last_error LIKE 'ThrottlerRejectedExecutionException at %'") >= 8);

    FORWARD.countDown();
    for (int i = 0; i < 12; i++) {
      var row = bridge.await("user.data_request:r_hang_" + i, "done");
      assertEquals(1, row.get("attempts"));
    }
    assertEquals(12, forwarded("r_hang_"));
    assertEquals(12, puts("r_hang_"));
    assertEquals(before + 13, replies());
  }

  @Test
  void answersWhileM2MLeavesRepliesThatAreTriedAgainUnanswered() {
    M2mApi.Answer later = M2mApi.json(503, "", "Retry-After", "3");
    for (int i = 0; i < 8; i++) {
      api.answersTo("r_retry_" + i, later, M2mApi.after(RETRIES, M2mApi.FULFILLED));
      bridge.send(request("r_retry_" + i));
    }
    Awaitility.await().until(() -> puts("r_retry_") == 8 + 3);
    bridge.send(request("r_first"));
    Awaitility.await().until(() -> puts("r_first") == 1);
    assertTrue(secondsUntilPut("r_first") < 1.0);
    assertEquals(8 + 3, puts("r_retry_"));

    RETRIES.countDown();
    for (int i = 0; i < 8; i++) {
      assertEquals(2, bridge.await("user.data_request:r_retry_" + i, "done").get("attempts"));
    }
  }

  /** The count of replies that M2M took. */
  private static double replies() {
    return bridge
        .manage("/observe/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("m2m_replies_total{"))
        .filter(line -> line.contains("result=\"fulfilled\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static long forwarded(String id) {
    return FORWARDED.stream().filter(key -> key.contains(id)).count();
  }

  private static long puts(String id) {
    return api.requests().stream().filter(r -> r.target().contains(id)).count();
  }

  private static double secondsUntilPut(String id) {
    Instant received =
        ((java.sql.Timestamp) bridge.delivery("user.data_request:" + id).get("received_at"))
            .toInstant();
    Instant put =
        api.requests().stream().filter(r -> r.target().contains(id)).findFirst().get().at();
    return java.time.Duration.between(received, put).toMillis() / 1000.0;
  }

  private static int count(String where) {
    return bridge
        .sql()
        .sql("SELECT count(*) FROM m2m_deliveries WHERE " + where)
        .query(Integer.class)
        .single();
  }

  private static String request(String id) {
    return Event.of("user.data_request")
        .withText("data.dataRequestId", id)
        .withText("data.replyEndpoint", api.replyEndpoint(id))
        .withText("data.expiresAt", Instant.now().plusSeconds(3600).toString())
        .toString();
  }
}
