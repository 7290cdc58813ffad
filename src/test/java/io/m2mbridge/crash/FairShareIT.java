package io.m2mbridge.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Message;
import io.m2mbridge.testkit.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How two nodes on one PostgreSQL share what there is to do: neither starves. */
@Tag("verify")
@Timeout(180)
class FairShareIT {
  private static final Logger LOG = LoggerFactory.getLogger(FairShareIT.class);
  private static final int STREAM = 500;

  /** Large enough that a node gets its share even if it begins a second after the other. */
  private static final int BACKLOG = 2_000;

  /** Some for each node. */
  private static final int WAKE = 24;

  /** Half is fair; the rest is for a busy machine. */
  private static final double LEAST = 0.25;

  private static Trial trial;
  private static List<Node> nodes;
  private static Balancer balancer;
  private static int number;

  @BeforeAll
  static void start(@TempDir Path folder) {
    trial = Trial.start(0, folder, 0, Map.of());
    nodes =
        List.of(
            trial.addNode(folder.resolve("one"), Map.of()),
            trial.addNode(folder.resolve("other"), Map.of()));
    Node.startTogether(nodes);
    balancer = new Balancer(nodes);
    trial.sendTo(balancer);
  }

  @AfterAll
  static void stop() {
    balancer.close();
    trial.close();
  }

  @Test
  void dispatchesAStreamOnBoth() {
    long[] before = dispatched();
    send(STREAM);

    assertShared(before, STREAM);
  }

  /** For example, an outage of the endpoint that events are forwarded to leaves such rows. */
  @Test
  void worksOffABacklogOnBoth() {
    send(1); // of which the backlog is made
    awaitDone();
    long[] before = dispatched();
    trial
        .sql()
        .sql(
            """
            INSERT INTO m2m_deliveries
              (event_key, event, reference_id, link_id, path, signature, signed_at, received_at,
               body, content_hash, state, next_attempt_at)
            SELECT event || ':backlog_' || n, event, reference_id, 'backlog_' || n, path, signature, signed_at,
                   clock_timestamp(),
                   convert_to(replace(convert_from(body, 'UTF8'), link_id, 'backlog_' || n), 'UTF8'),
                   content_hash, 'pending', clock_timestamp()
            FROM (SELECT * FROM m2m_deliveries WHERE event = 'link.created' LIMIT 1) AS one,
                 generate_series(1, :events) AS n
            """)
        .param("events", BACKLOG)
        .update();
    send(WAKE); // or one of them would begin up to a second before the other

    assertShared(before, BACKLOG + WAKE);
  }

  private static void send(int events) {
    trial
        .m2m()
        .send(
            IntStream.range(0, events)
                .mapToObj(i -> "link_" + ++number)
                .map(
                    link ->
                        Message.of(
                            "link.created:" + link,
                            Event.of("link.created").withText("data.linkId", link).toString()))
                .toList());
    trial.m2m().awaitAnswered();
  }

  private static void awaitDone() {
    Awaitility.await("every delivery to be done")
        .atMost(Duration.ofSeconds(90))
        .until(() -> trial.count("m2m_deliveries WHERE state IN ('pending', 'processing')") == 0);
  }

  private static void assertShared(long[] before, int events) {
    awaitDone();
    // A node logs an event after its commit, so the last lines may come later than the states.
    long[] shares =
        Awaitility.await("a line of a node for each of " + events)
            .atMost(Duration.ofSeconds(10))
            .until(() -> minus(dispatched(), before), s -> s[0] + s[1] >= events);
    String said = shares[0] + " and " + shares[1] + " of " + events;
    LOG.info("{}", said);
    assertTrue(Math.min(shares[0], shares[1]) >= LEAST * events, said);
  }

  private static long[] minus(long[] after, long[] before) {
    return new long[] {after[0] - before[0], after[1] - before[1]};
  }

  /** How many each has done so far, by its log. */
  private static long[] dispatched() {
    return nodes.stream()
        .mapToLong(
            node ->
                node.process().stdout().lines().filter(l -> l.contains(" done, attempt=")).count())
        .toArray();
  }
}
