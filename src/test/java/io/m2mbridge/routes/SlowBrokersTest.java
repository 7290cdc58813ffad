package io.m2mbridge.routes;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Broker;
import io.m2mbridge.testing.BrokerMessage;
import io.m2mbridge.testing.BrokerRecipe;
import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Webhook;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bridge with a database before a broker that stands still, without a word, for a while. */
@Tag("verify")
@Tag("brokers")
@Timeout(180)
class SlowBrokersTest {
  private static final int WEBHOOKS = 400;
  private static final int A_SECOND = 50;

  /** What a busy machine may add. */
  private static final Duration TOLERANCE = Duration.ofMillis(200);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void delaysItsOwnEventsAndNoOthers(BrokerRecipe recipe) {
    try (Broker broker = recipe.startBroker()) {
      Map<String, String> settings = recipe.settings(broker.cable().port(), folder);
      settings.put("m2m.link-opened.forward", "log:m2m.forward?level=OFF");
      settings.put("m2m.user-data-request.forward", settings.get("m2m.forward.default"));
      try (DataRequests site = DataRequests.start(settings)) {
        Bridge bridge = site.bridge();
        sendAll(site, "warm");
        bridge.awaitIdle();
        sendAll(site, "before");
        bridge.awaitIdle();
        broker.cable().stall();
        sendAll(site, "during");
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> untilDone(bridge, "during").size() == WEBHOOKS / 5);
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> untilReplied(site, "during").size() == WEBHOOKS / 5);

        assertAsBefore(untilDone(bridge, "before"), untilDone(bridge, "during"));
        assertAsBefore(untilReplied(site, "before"), untilReplied(site, "during"));
        assertEquals(0, done(bridge, "operation.created:during"), "its own events must wait");
        broker.cable().restore();
        bridge.awaitIdle();
        assertEquals(toSend(bridge), keys(broker.take()));
      }
    }
  }

  /** Webhooks of all kinds, at a steady rate. */
  private static void sendAll(DataRequests site, String phase) {
    ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    AtomicInteger number = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    try {
      clock.scheduleAtFixedRate(
          () -> {
            int i = number.getAndIncrement();
            if (i < WEBHOOKS) {
              HTTP.sendAsync(
                      Webhook.of(body(site, i, phase + "_" + i)).to(site.bridge().webhooks()),
                      BodyHandlers.ofString())
                  .thenAccept(
                      answer -> {
                        if ("accepted".equals(Bridge.outcome(answer))) {
                          answered.incrementAndGet();
                        }
                      });
            }
          },
          0,
          1_000_000 / A_SECOND,
          TimeUnit.MICROSECONDS);
      Awaitility.await("all webhooks to be accepted")
          .atMost(Duration.ofSeconds(60))
          .until(() -> answered.get() == WEBHOOKS);
    } finally {
      clock.shutdownNow();
    }
  }

  private static String body(DataRequests site, int i, String id) {
    return switch (i % 5) {
      case 0 -> LinkRows.created(id).toString();
      case 1 -> LinkRows.opened(id).toString();
      case 2 -> OperationRows.created(id).toString();
      case 3 -> OperationRows.cancelled(id).toString();
      default -> {
        site.knows(id);
        yield site.event(id).toString();
      }
    };
  }

  private static long done(Bridge bridge, String keys) {
    return bridge
        .sql()
        .sql(
            "SELECT count(*) FROM m2m_deliveries WHERE state = 'done' AND event_key LIKE :keys || '%'")
        .param("keys", keys)
        .query(Long.class)
        .single();
  }

  /** From receipt to done, of the events of a phase that have nothing to do with the broker. */
  private static List<Duration> untilDone(Bridge bridge, String phase) {
    return bridge
        .sql()
        .sql(
            "SELECT received_at, processed_at FROM m2m_deliveries"
                + " WHERE state = 'done' AND event_key LIKE 'link.opened:' || :phase || '%'")
        .param("phase", phase)
        .query(
            (row, number) ->
                Duration.between(row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant()))
        .list();
  }

  /** From receipt to the first PUT, of the data requests of a phase. */
  private static List<Duration> untilReplied(DataRequests site, String phase) {
    Map<String, Instant> received =
        site
            .bridge()
            .sql()
            .sql("SELECT reply_endpoint, received_at FROM m2m_data_requests")
            .query()
            .listOfRows()
            .stream()
            .collect(
                toMap(
                    row -> (String) row.get("reply_endpoint"),
                    row -> ((Timestamp) row.get("received_at")).toInstant()));
    return site.api().requests().stream()
        .filter(put -> put.target().contains("/" + phase + "_"))
        .map(put -> Duration.between(received.get(site.api().baseUrl() + put.target()), put.at()))
        .toList();
  }

  private static void assertAsBefore(List<Duration> before, List<Duration> during) {
    assertEquals(WEBHOOKS / 5, before.size());
    assertEquals(WEBHOOKS / 5, during.size());
    for (double share : List.of(0.5, 0.95)) {
      Duration then = quantile(before, share);
      Duration now = quantile(during, share);
      assertTrue(
          now.compareTo(then.multipliedBy(2).plus(TOLERANCE)) < 0,
          share + " took " + then + " before, and " + now + " during the stall");
    }
  }

  private static Duration quantile(List<Duration> durations, double share) {
    return durations.stream().sorted().toList().get((int) (durations.size() * share));
  }

  private static TreeSet<String> toSend(Bridge bridge) {
    return new TreeSet<>(
        bridge
            .sql()
            .sql("SELECT event_key FROM m2m_deliveries WHERE event <> 'link.opened'")
            .query(String.class)
            .list());
  }

  private static TreeSet<String> keys(List<BrokerMessage> messages) {
    TreeSet<String> keys = new TreeSet<>();
    messages.forEach(message -> keys.add(message.eventKey()));
    return keys;
  }
}
