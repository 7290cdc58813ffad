package io.m2mbridge.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.DeliverySelection;
import io.m2mbridge.inbox.Replay;
import io.m2mbridge.testing.Rows;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Thousands of operations and links, the events of each in an order of its own, with copies,
 * conflicts, late ones and replays, all sent at once: they end in the rows that each event alone
 * and in order leaves, and in those that the model has.
 */
@Tag("verify")
class OrderIT {
  private static final int OPERATIONS = 2_000;
  private static final int LINKS = 1_000;
  private static final int AT_ONCE = 16;

  /** Of how many matters one has a twin. */
  private static final int TWINS = 5;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What a shuffled matter is called, and its twin whose events come sorted. */
  private static final String SHUFFLED = "shuffled";

  private static final String SORTED = "sorted__";

  /** A webhook in a queue; a late one is too old when it comes. */
  private record Step(String body, boolean isLate) {}

  private final Model model = new Model();
  private Random random;

  @ParameterizedTest
  @MethodSource("io.m2mbridge.crash.Seeds#ofRun")
  void doesNotMatter(long seed) {
    random = new Random(seed);
    List<List<String>> matters = new ArrayList<>();
    IntStream.range(0, OPERATIONS).forEach(i -> matters.add(operation("op_" + SHUFFLED + i)));
    IntStream.range(0, LINKS).forEach(i -> matters.add(link("link_" + SHUFFLED + i)));
    List<List<String>> twins =
        matters.stream().filter(events -> random.nextInt(TWINS) == 0).toList();

    try (Bridge bridge = Bridge.start(Map.of())) {
      sendAtOnce(bridge, matters.stream().map(this::shuffle).toList());
      replay(bridge, "quarantined", Integer.MAX_VALUE);
      replay(bridge, "done", 300);
      // Sorted: the first event of each, and the second only once the first has run.
      for (int step = 0; step < 2; step++) {
        int current = step;
        sendAtOnce(
            bridge,
            twins.stream()
                .filter(events -> events.size() > current)
                .map(events -> events.get(current).replace(SHUFFLED, SORTED))
                .map(body -> List.of(new Step(body, false)))
                .toList());
        bridge.awaitIdle();
      }

      assertRows(bridge, seed, "m2m_operations", "operation_id", model.operations());
      assertRows(bridge, seed, "m2m_fund_holds", "operation_id", model.holds());
      assertRows(bridge, seed, "m2m_links", "link_id", model.links());
    }
  }

  private void assertRows(
      Bridge bridge, long seed, String table, String key, Map<String, ObjectNode> expected) {
    Map<String, ObjectNode> shuffled = new HashMap<>();
    Map<String, ObjectNode> sorted = new HashMap<>();
    Rows.all(bridge.sql(), table, key)
        .forEach(
            (id, row) ->
                (id.contains(SORTED) ? sorted : shuffled).put(id.replace(SORTED, SHUFFLED), row));
    assertEquals(expected.keySet(), shuffled.keySet(), () -> "-Dm2m.crash.seed=" + seed);
    assertTrue(sorted.size() > 100, "too few to tell");
    for (Map<String, ObjectNode> rows : List.of(shuffled, sorted)) {
      rows.forEach(
          (id, row) -> assertEquals(expected.get(id), row, () -> id + " -Dm2m.crash.seed=" + seed));
    }
  }

  /** The events of an operation, in order. */
  private List<String> operation(String id) {
    List<String> events = new ArrayList<>();
    boolean isCreated = random.nextInt(10) < 9;
    if (isCreated) {
      Event created =
          Event.of("operation.created")
              .withText("data.operationId", id)
              .withText("data.createdAt", time())
              .with("data.amount.send", amount())
              .with("data.amount.fee", amount());
      if (random.nextInt(10) == 0) {
        created.without("data.amount.fee");
      }
      events.add(created.toString());
    }
    if (!isCreated || random.nextInt(10) < 7) {
      events.add(
          Event.of("operation.cancelled")
              .withText("data.operationId", id)
              .withText("data.cancelledAt", time())
              .toString());
    }
    return modelled(id, events);
  }

  /** The events of a link, in order. */
  private List<String> link(String id) {
    List<String> events = new ArrayList<>();
    boolean isCreated = random.nextInt(10) < 8;
    if (isCreated) {
      events.add(
          Event.of("link.created")
              .withText("data.linkId", id)
              .withText("data.createdAt", time())
              .toString());
    }
    if (!isCreated || random.nextInt(10) < 8) {
      events.add(
          Event.of("link.opened")
              .withText("data.linkId", id)
              .withText("data.openedAt", time())
              .toString());
    }
    return modelled(id, events);
  }

  private List<String> modelled(String id, List<String> events) {
    events.forEach(body -> model.runs(id, body));
    return events;
  }

  /** The same events in any order, with what M2M and the network add to them. */
  private List<Step> shuffle(List<String> events) {
    List<Step> steps = new ArrayList<>();
    for (String body : events) {
      steps.add(new Step(body, random.nextInt(20) == 0));
      while (random.nextInt(3) == 0) {
        String copy = body.replaceFirst("2026-01-26T14:3", "2026-01-26T15:3");
        steps.add(new Step(copy, random.nextInt(20) == 0));
      }
    }
    Collections.shuffle(steps, random);
    if (random.nextInt(10) == 0) {
      addConflict(steps);
    }
    return steps;
  }

  /**
   * Other content under a known key; the first under a key is right by what the bridge can know.
   */
  private void addConflict(List<Step> steps) {
    int known = random.nextInt(steps.size());
    Step step = steps.get(known);
    if (!step.isLate()) {
      String other =
          step.body()
              .replace("\"createdAt\":\"2026", "\"createdAt\":\"2016")
              .replace("\"openedAt\":\"2026", "\"openedAt\":\"2016")
              .replace("\"cancelledAt\":\"2026", "\"cancelledAt\":\"2016");
      int at = known + 1 + random.nextInt(steps.size() - known);
      steps.add(at, new Step(other, random.nextBoolean()));
    }
  }

  /** Sends each matter's steps one after the other, and many matters side by side. */
  private static void sendAtOnce(Bridge bridge, Collection<List<Step>> matters) {
    Semaphore room = new Semaphore(AT_ONCE);
    AtomicInteger refused = new AtomicInteger();
    for (List<Step> steps : matters) {
      room.acquireUninterruptibly();
      send(bridge, steps, 0, refused).whenComplete((sent, failure) -> room.release());
    }
    room.acquireUninterruptibly(AT_ONCE);
    assertEquals(0, refused.get(), "answers other than 200");
  }

  private static CompletableFuture<Void> send(
      Bridge bridge, List<Step> steps, int next, AtomicInteger refused) {
    if (next == steps.size()) {
      return CompletableFuture.completedFuture(null);
    }
    Step step = steps.get(next);
    Instant signedAt = Instant.now().minus(step.isLate() ? Duration.ofHours(4) : Duration.ZERO);
    HttpRequest request = Webhook.of(step.body()).signedAt(signedAt).to(bridge.webhooks());
    return HTTP.sendAsync(request, BodyHandlers.discarding())
        .handle(
            (answer, failure) -> {
              if (failure != null || answer.statusCode() != 200) {
                refused.incrementAndGet();
              }
              return null;
            })
        .thenCompose(done -> send(bridge, steps, next + 1, refused));
  }

  /** Puts deliveries in a state back, while others still run; those in conflict stay. */
  private static void replay(Bridge bridge, String state, int most) {
    DataSource database = new DriverManagerDataSource(bridge.databaseUrl(), "postgres", "");
    Replay replay = Deliveries.replay(database);
    new DeliverySelection(database)
        .find(new DeliverySelection.Filter(state, null, null, null, null), most)
        .forEach(id -> replay.putBack(id, state));
    bridge.awaitIdle();
  }

  private String time() {
    return Instant.parse("2026-01-26T12:00:00Z").plusMillis(random.nextInt(3_600_000)).toString();
  }

  private String amount() {
    return BigDecimal.valueOf(1 + random.nextInt(1_000_000), 1 + random.nextInt(4)).toPlainString();
  }
}
