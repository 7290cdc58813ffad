package io.m2mbridge.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.RecordingServer;
import io.m2mbridge.testkit.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What SIGTERM does to the webhooks and the events that are under way. */
@Tag("verify")
class GracefulStopIT {
  private static final int STOPPED = 143;
  private static final int CLIENTS = 16;
  private static final String KEY = "operation.created:op_a1b2c3d4e5f6";

  private static final String STEPS = "\n      steps:\n";

  private final String url = TestPostgres.newDatabase();
  private final JdbcClient sql =
      JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
  private final CountDownLatch go = new CountDownLatch(1);
  private final RecordingServer site = new RecordingServer();

  @TempDir private Path folder;
  private BridgeLauncher packaged;

  @BeforeEach
  void fillFolder() {
    packaged = BridgeLauncher.packaged(folder).withDatabase(url);
  }

  @AfterEach
  void close() {
    go.countDown();
    site.close();
  }

  private int readiness() {
    return packaged.manage("/observe/health/ready").statusCode();
  }

  private Map<String, Object> row(String key) {
    return sql.sql("SELECT * FROM m2m_deliveries WHERE event_key = ?")
        .param(key)
        .query()
        .singleRow();
  }

  private void awaitState(String key, String state) {
    Awaitility.await(key + " to be " + state)
        .atMost(Duration.ofSeconds(30))
        .until(() -> row(key).get("state"), state::equals);
  }

  /** A first step that takes longer than any test; Camel's delay can be interrupted. */
  private static String hang(String route) {
    return STEPS
        + "        - delay:\n            id: hang-"
        + route
        + "\n"
        + "            expression:\n"
        + "              constant:\n"
        + "                expression: \"600000\"\n";
  }

  private void edit(String route, String from, String to) throws IOException {
    Path file = folder.resolve("routes").resolve(route + ".camel.yaml");
    String yaml = Files.readString(file);
    assertTrue(yaml.contains(from), yaml);
    Files.writeString(file, yaml.replace(from, to));
  }

  @Test
  void answersWhatItReadAndStoresNothingThatItDoesNotAnswer() throws Exception {
    Set<String> accepted = ConcurrentHashMap.newKeySet();
    Set<String> others = ConcurrentHashMap.newKeySet();
    CountDownLatch underWay = new CountDownLatch(500);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (BridgeProcess bridge = packaged.start()) {
      for (int c = 0; c < CLIENTS; c++) {
        String client = "link_" + c + "_";
        clients.execute(
            () -> {
              for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                String link = client + i;
                try {
                  var answer =
                      packaged.send(
                          Event.of("link.created").withText("data.linkId", link).toString());
                  if (answer.statusCode() == 200) {
                    accepted.add("link.created:" + link);
                    underWay.countDown();
                  } else {
                    others.add(
                        answer.statusCode() + " " + answer.headers().firstValue("Retry-After"));
                  }
                } catch (UncheckedIOException e) {
                  underWay.countDown(); // refused, or closed before it was read
                }
              }
            });
      }
      assertTrue(underWay.await(60, TimeUnit.SECONDS));
      assertEquals(STOPPED, bridge.terminate());
      clients.shutdownNow();
      assertTrue(clients.awaitTermination(30, TimeUnit.SECONDS));

      others.remove("503 Optional[60]");
      assertEquals(Set.of(), others);
      assertTrue(accepted.size() > 400, () -> accepted.size() + " accepted");
      assertEquals(
          accepted,
          new HashSet<>(
              sql.sql("SELECT event_key FROM m2m_deliveries").query(String.class).list()));
      assertEquals("", bridge.stderr());
      assertFalse(bridge.stdout().contains("ERROR"), bridge.stdout());
    } finally {
      clients.shutdownNow();
    }
    try (BridgeProcess again = packaged.start()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  sql.sql("SELECT count(*) FROM m2m_deliveries WHERE state <> 'done'")
                      .query(Long.class)
                      .single(),
              left -> left == 0);
      assertEquals(
          (long) accepted.size(),
          sql.sql("SELECT count(*) FROM m2m_links").query(Long.class).single());
      assertEquals(STOPPED, again.terminate());
    }
  }

  @Test
  void finishesTheEventInFlightAndTakesNoMore() throws Exception {
    packaged.with("M2M_OPERATION_CREATED_FORWARD", site.baseUrl() + "/operations");
    CountDownLatch begun = new CountDownLatch(1);
    site.answers(
        exchange -> {
          begun.countDown();
          await(go);
          RecordingServer.json(200, "{}").to(exchange);
        });
    try (BridgeProcess bridge = packaged.start()) {
      Awaitility.await().until(this::readiness, status -> status == 200);
      assertEquals(200, packaged.send(Event.of("operation.created").toString()).statusCode());
      assertTrue(begun.await(30, TimeUnit.SECONDS));
      bridge.stop();
      Awaitility.await().until(this::readiness, status -> status == 503);
      HttpResponse<String> refused = packaged.send(Event.of("link.created").toString());
      assertEquals(503, refused.statusCode());
      assertEquals("60", refused.headers().firstValue("Retry-After").orElse(null));
      go.countDown();

      assertEquals(STOPPED, bridge.awaitExit());
    }
    assertEquals("done", row(KEY).get("state"));
    assertEquals(1, row(KEY).get("attempts"));
    assertEquals(1, site.requests().size());
    assertEquals(1L, sql.sql("SELECT count(*) FROM m2m_deliveries").query(Long.class).single());
  }

  @Test
  void givesBackWhatHangsAndDoesItOnceAfterTheNextStart() throws Exception {
    packaged.with("M2M_SHUTDOWN_TIMEOUT", "2s");
    edit("event-forward", STEPS, hang("event-forward"));
    edit("event-user-data-request", STEPS, hang("event-user-data-request"));
    try (BridgeProcess bridge = packaged.start()) {
      packaged.send(Event.of("operation.created").toString());
      packaged.send(Event.of("user.data_request").toString());
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  sql.sql(
                          "SELECT count(*) FROM m2m_deliveries WHERE state = 'processing'"
                              + " AND (effects_at IS NOT NULL OR event = 'user.data_request')")
                      .query(Long.class)
                      .single(),
              held -> held == 2);
      long start = System.nanoTime();
      assertEquals(STOPPED, bridge.terminate());
      Duration taken = Duration.ofNanos(System.nanoTime() - start);

      assertTrue(taken.compareTo(Duration.ofSeconds(5)) < 0, taken::toString);
      assertEquals("pending", row(KEY).get("state"), bridge.stdout());
      assertEquals(0, row(KEY).get("attempts"));
      assertEquals("InterruptedException", row(KEY).get("last_error"));
    }
    edit("event-forward", hang("event-forward"), STEPS);
    edit("event-user-data-request", hang("event-user-data-request"), STEPS);
    try (BridgeProcess again = packaged.start()) {
      awaitState(KEY, "done");
      assertEquals(1, row(KEY).get("attempts"));
      assertEquals(1L, sql.sql("SELECT count(*) FROM m2m_fund_holds").query(Long.class).single());
      assertEquals(STOPPED, again.terminate());
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new IOException("the test never went on");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
