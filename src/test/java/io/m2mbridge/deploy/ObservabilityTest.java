package io.m2mbridge.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.Installed;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The alerts and the dashboard, with the series of two real scrapes: one of a bridge that is well,
 * and one of the same bridge in trouble.
 */
@Tag("verify")
class ObservabilityTest {
  private static final Path ALERTS = Path.of("deploy", "observability", "alerts.yml");
  private static final Pattern SERIES = Pattern.compile("(m2m_\\w+(?:\\{.*})?) (\\S+)");
  private static Path promtool;
  private static Map<String, String> well;
  private static Map<String, String> inTrouble;

  @TempDir private Path folder;

  @BeforeAll
  static void scrape() throws Exception {
    promtool = Installed.program("promtool", "prometheus");
    try (DataRequests requests = DataRequests.start()) {
      requests.askAndAwait("well");
      well = scrape(requests.bridge());
      makeTrouble(requests);
      Awaitility.await()
          .until(
              () ->
                  requests.metric("m2m_oldest_pending_seconds") > 300
                      && requests.metric("m2m_deliveries\\{state=\"dead\"}") > 0);
      inTrouble = scrape(requests.bridge());
    }
  }

  private static void makeTrouble(DataRequests requests) throws Exception {
    Bridge bridge = requests.bridge();
    String body = Event.of("link.opened").toString();
    bridge.send(
        Webhook.of(body).with("X-M2M-Signature", "sha256=" + "0".repeat(64)).to(bridge.webhooks()));
    bridge.send(Webhook.of(body).signedAt(Instant.EPOCH).to(bridge.webhooks()));
    requests.send(
        requests
            .event("elsewhere")
            .withText("data.replyEndpoint", "https://elsewhere.invalid/partner/data-requests/x"));
    requests.await("elsewhere", "done");
    bridge
        .sql()
        .sql("INSERT INTO m2m_findings (kind, subject) VALUES ('missing-here', 'op_1')")
        .update();
    requests.set("well", "state = 'dead'");
    requests.set(
        "elsewhere",
        "state = 'pending', received_at = now() - interval '10 minutes', next_attempt_at = now() +"
            + " interval '1 hour'");
    try (Connection connection =
        DriverManager.getConnection(bridge.databaseUrl(), "postgres", "")) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("LOCK TABLE m2m_deliveries");
      assertEquals(503, bridge.send(body).statusCode());
      connection.rollback();
    }
  }

  private static Map<String, String> scrape(Bridge bridge) {
    Map<String, String> series = new TreeMap<>();
    bridge
        .manage("/observe/metrics")
        .body()
        .lines()
        .forEach(
            line -> {
              Matcher match = SERIES.matcher(line);
              if (match.matches()) {
                series.put(match.group(1), match.group(2));
              }
            });
    return series;
  }

  /**
   * Twenty minutes of the first scrape, and then half an hour of the second.
   *
   * @param growth how much each counter grows in a minute of the trouble
   */
  private static String series(int growth) {
    return series(
        (name, value) ->
            (well.containsKey(name) ? well.get(name) + "+0x20 " : "_x21 ")
                + value
                + (name.contains("_total") ? "+" + growth : "+0")
                + "x30");
  }

  private static String series(BinaryOperator<String> values) {
    StringBuilder yaml = new StringBuilder("    input_series:\n");
    inTrouble.forEach(
        (name, value) ->
            yaml.append("      - series: '")
                .append(name)
                .append("'\n        values: '")
                .append(values.apply(name, value))
                .append("'\n"));
    return yaml.toString();
  }

  /** Expects that an expression has a result after the first scrape, and none before. */
  private static String expectation(String expression, String at, boolean isFound) {
    return "      - expr: '"
        + expression.replace("'", "''")
        + "'\n        eval_time: "
        + at
        + "\n        exp_samples: "
        + (isFound ? "[{labels: '{}', value: 1}]" : "[]")
        + "\n";
  }

  private void holds(String series, List<String> expectations) throws Exception {
    Path test =
        Files.writeString(
            folder.resolve("test.yml"),
            "rule_files: ["
                + ALERTS.toAbsolutePath()
                + "]\nevaluation_interval: 1m\ntests:\n  - interval: 1m\n"
                + series
                + "    promql_expr_test:\n"
                + String.join("", expectations));
    Process process =
        new ProcessBuilder(promtool.toString(), "test", "rules", test.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), printed);
  }

  private static List<String> matches(String regex) throws IOException {
    return Pattern.compile(regex)
        .matcher(Files.readString(ALERTS))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String fired(String alert) {
    return "count(count_over_time(ALERTS{alertname=\""
        + alert
        + "\",alertstate=\"firing\"}[50m])) > bool 0";
  }

  @Test
  void firesEachAlertInTroubleAndNoneBefore() throws Exception {
    List<String> alerts = matches("alert: (\\w+)");
    assertFalse(alerts.isEmpty());
    assertTrue(alerts.size() <= 6, alerts::toString);
    holds(
        series(1),
        alerts.stream()
            .map(
                alert ->
                    expectation(fired(alert), "20m", false)
                        + expectation(fired(alert), "50m", true))
            .toList());
  }

  /** A single 503, and a single webhook of a stranger. M2M would repeat both within a minute. */
  @Test
  void pagesNobodyForASingleRefusal() throws Exception {
    holds(
        series(0),
        List.of(
            expectation(fired("M2mIntakeUnavailable"), "50m", false),
            expectation(fired("M2mSignaturesRefused"), "50m", false)));
  }

  @Test
  void staysQuietAfterAGapInTheScrapes() throws Exception {
    String firing =
        "count(count_over_time(ALERTS{alertname=~\"M2mRepliesLost|M2mSignaturesRefused|M2mIntakeUnavailable\","
            + "alertstate=\"firing\"}[55m])) > bool 0";
    holds(
        series((name, value) -> value + "+0x60 _x12 " + value + "+0x60"),
        List.of(expectation(firing, "130m", false)));
  }

  @Test
  void firesIfNoBridgeIsMeasured() throws Exception {
    holds(
        "    input_series: []\n", List.of(expectation(fired("M2mIntakeUnavailable"), "10m", true)));
  }

  @Test
  void hasARunbookForEachAlert() throws IOException {
    List<String> runbooks = matches("runbook: (\\S+)");
    assertEquals(matches("alert: (\\w+)").size(), runbooks.size());
    for (String runbook : runbooks) {
      List<String> lines = Files.readAllLines(Path.of(runbook));
      assertTrue(lines.get(2).contains("fires: "), runbook);
      assertTrue(lines.get(lines.size() - 1).startsWith("    "), runbook);
    }
  }

  @Test
  void drawsNothingOnTheDashboardThatABridgeDoesNotMeasure() throws Exception {
    JsonNode dashboard =
        new JsonMapper().readTree(Path.of("deploy", "observability", "dashboard.json").toFile());
    List<String> expressions =
        StreamSupport.stream(dashboard.findValues("expr").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    assertTrue(expressions.size() >= 10);
    holds(
        series(0),
        expressions.stream()
            .map(
                each ->
                    expectation(
                        "count(" + each.replace("$__rate_interval", "5m") + ") > bool 0",
                        "23m",
                        true))
            .toList());
  }
}
