package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.testkit.Bridge;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulator loses webhooks and completes operations, and the bridge compares its tables with
 * the simulator's API: both sides must name the same.
 */
@Tag("verify")
class ExpectedFindingsTest {
  /** More than a page of operations and of links. */
  private static final int USERS = 80;

  private static int apiPort;
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    apiPort = Bridge.freePort();
    bridge =
        Bridge.start(
            Map.of(
                "m2m.api.base-url",
                "http://127.0.0.1:" + apiPort,
                "m2m.api.key",
                Sandbox.KEY,
                "m2m.webhook.secret",
                Sandbox.SECRET,
                "m2m.reconcile.minimum-age",
                "0s"));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  /** As if the last comparison were just over, so that today's window alone is asked for. */
  @BeforeEach
  void empty() {
    bridge.empty();
    bridge
        .sql()
        .sql(
            "INSERT INTO m2m_reconciliations (until, ended_at, node)"
                + " VALUES (now() - interval '1 minute', now(), 'test')")
        .update();
  }

  /** Two that are always the same, and one of this run. */
  static LongStream seeds() {
    return LongStream.of(1, 2, new Random().nextInt(1_000_000));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void areWhatTheComparisonFinds(long seed) throws Exception {
    try (Sandbox sandbox = sandbox(seed);
        Simulator simulator = sandbox.start(apiPort)) {
      forgetTheSimulatorBefore();
      play(simulator, seed);
      JsonNode report = report(simulator);
      assertFalse(report.path("lost").isEmpty(), report.toString());
      assertEquals(expected(report), compared(), report.path("lost").toString());

      simulator.run(() -> simulator.webhooks().replay(Webhook.State.LOST));
      awaitIdle(simulator);
      report = report(simulator);
      assertEquals("[]", report.path("lost").toString());
      assertEquals(
          List.of("hold-open"),
          expected(report).stream().map(each -> each.split(" ")[0]).distinct().toList());
      assertEquals(expected(report), compared());
    }
  }

  /** A connection to the simulator before fails with the first call that uses it. */
  private void forgetTheSimulatorBefore() throws IOException {
    TreeSet<String> unused = compared();
    empty();
  }

  private static Sandbox sandbox(long seed) {
    Random random = new Random(seed);
    Sandbox sandbox = new Sandbox();
    sandbox.url = bridge.webhooks().toString();
    sandbox.seed = seed;
    sandbox.speed = 60_000;
    sandbox.faults.lost = new Rate(0.2);
    sandbox.faults.reorder = new Rate(0.3);
    sandbox.faults.duplicates = new Rate(0.2);
    sandbox.faults.absentFields = new Rate(0.1);
    sandbox.stances.listOrder = pick(Stances.Order.values(), random);
    sandbox.stances.currencyKeys = pick(Stances.CurrencyKeys.values(), random);
    sandbox.stances.idForm = pick(Stances.IdForm.values(), random);
    return sandbox;
  }

  private static <T> T pick(T[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  /** The partner sends all data with the link, so that M2M asks for nothing. */
  private static void play(Simulator simulator, long seed) throws InterruptedException {
    Random random = new Random(seed);
    simulator.run(
        () -> {
          for (int user = 0; user < USERS; user++) {
            Person person = Person.random(random);
            simulator.add(person, person.userData(), Journey.random(random));
          }
        });
    awaitIdle(simulator);
  }

  private static void awaitIdle(Simulator simulator) {
    Awaitility.await("M2M's webhooks to end")
        .atMost(Duration.ofSeconds(60))
        .until(() -> simulator.ask(simulator::isIdle));
    bridge.awaitIdle();
  }

  private static JsonNode report(Simulator simulator) throws InterruptedException {
    return simulator.ask(() -> simulator.report().json());
  }

  private static TreeSet<String> expected(JsonNode report) {
    return StreamSupport.stream(report.path("toFind").spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Compares, and returns the findings that are open. */
  private static TreeSet<String> compared() throws IOException {
    try (ProducerTemplate template = bridge.context().createProducerTemplate()) {
      template.sendBody("direct:reconcile", null);
    }
    bridge.awaitIdle();
    return new TreeSet<>(
        bridge
            .sql()
            .sql("SELECT kind || ' ' || subject FROM m2m_findings WHERE state = 'open'")
            .query(String.class)
            .list());
  }
}
