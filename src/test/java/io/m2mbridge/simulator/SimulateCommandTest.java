package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.testing.CommandRun;
import io.m2mbridge.testkit.Bridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator against the whole bridge. */
@Tag("verify")
@Timeout(300)
class SimulateCommandTest {
  private static Bridge bridge;
  private static int apiPort;

  @BeforeAll
  static void start() {
    apiPort = Bridge.freePort();
    bridge = Bridge.start(Map.of("m2m.api.base-url", "http://127.0.0.1:" + apiPort));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  /** Against the bridge, its tables compared. */
  private static CommandRun simulate(String... args) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "simulate",
                "--url=" + bridge.webhooks(),
                "--secret=" + Bridge.SECRET,
                "--api-key=" + Bridge.API_KEY,
                "--port=" + apiPort,
                "--database-url=" + bridge.databaseUrl(),
                "--database-username=postgres",
                "--speed=3000"));
    all.addAll(List.of(args));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static JsonNode report(CommandRun run) throws Exception {
    return new JsonMapper().readTree(run.out());
  }

  @Test
  void findsNoDifferenceWhereNothingGoesWrong() throws Exception {
    CommandRun run = simulate("--links=20", "--seed=1", "--fill-users", "--json");

    JsonNode report = report(run);
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertEquals(20, report.path("links").asInt());
    assertEquals(report.path("webhooks"), report.path("acknowledged"));
    assertEquals(report.path("webhooks"), report.path("attempts"));
    assertTrue(report.path("compared").asBoolean());
    assertTrue(report.path("dataRequests").asInt() > 0, run.out());
    assertEquals(report.path("dataRequests"), report.path("fulfilled"));
  }

  @Test
  void findsNoDifferenceUnderFaults() throws Exception {
    CommandRun run =
        simulate(
            "--links=30",
            "--seed=2",
            "--fill-users",
            "--duplicates=30%",
            "--reorder=30%",
            "--frozen-timestamp=30%",
            "--new-body-timestamp=30%",
            "--secret-change=20%",
            "--bad-signature=10%",
            "--cut-signature=10%",
            "--millisecond-timestamp=20%",
            "--garbage-timestamp=10%",
            "--event-mismatch=20%",
            "--unknown-events=20%",
            "--unknown-fields=30%",
            "--unknown-required-fields=30%",
            "--absent-fields=30%",
            "--hostile-endpoint=20%",
            "--second-data-request=20%",
            "--api-errors=20%",
            "--api-cuts=20%",
            "--metadata",
            "--patience=1s",
            "--settle=30s",
            "--json");

    JsonNode report = report(run);
    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(report.path("copies").asInt() > 0, run.out());
    assertTrue(report.path("retried").asInt() > 0, run.out());
    assertTrue(report.path("notTaken").path("401").asInt() > 0, run.out());
    assertEquals(0, report.path("differences").size(), run.out());
  }

  @Test
  void makesTheSameJourneysFromASeed() throws Exception {
    JsonNode first = report(simulate("--links=10", "--seed=3", "--patience=0", "--json"));
    JsonNode second = report(simulate("--links=10", "--seed=3", "--patience=0", "--json"));

    for (String field : List.of("webhooks", "operations", "dataRequests")) {
      assertEquals(first.path(field), second.path(field), field);
    }
  }

  @Test
  void listsWhatItLostAndWhatReconcileMustFind() {
    CommandRun run =
        simulate("--links=2", "--journey=open,send,complete", "--lost", "--no-replies");

    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(
        run.out().matches("(?s).*lost +[6-8] on purpose\n {2}link.created:link_.*"), run.out());
    assertTrue(
        run.out()
            .contains("must find link-missing-here: 2, missing-here: 2, opening-missing-here: 2"),
        run.out());
  }

  @Test
  void saysWhatDiffers() {
    CommandRun run = simulate("--links=1", "--journey=open", "--future-timestamp", "--patience=0");

    assertEquals(2, run.exitCode());
    assertTrue(run.out().contains("is quarantined: ahead"), run.out());
    assertFalse(run.out().contains("isn't in"), "one cause is said once: " + run.out());
  }

  @Test
  void failsWhereWebhooksFail() throws Exception {
    CommandRun run =
        simulate("--links=1", "--journey=open", "--oversize", "--patience=0", "--json");

    JsonNode report = report(run);
    assertEquals(2, run.exitCode());
    assertEquals(report.path("webhooks"), report.path("failed"));
    assertEquals(report.path("webhooks").asInt() * 5, report.path("attempts").asInt());
    assertEquals(0, report.path("differences").size(), run.out());
  }

  @Test
  void playsAScript() throws Exception {
    CommandRun run =
        simulate("--links=2", "--journey=open,fill,send,cancel", "--patience=0", "--json");

    JsonNode report = report(run);
    assertEquals(2, report.path("operations").asInt(), run.out());
    assertTrue(report.path("webhooks").asInt() >= 8, run.out());
  }

  @Test
  void printsAReportForPeople() {
    CommandRun run = simulate("--links=3", "--seed=4", "--fill-users");

    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().contains("seed 4."), run.out());
    assertTrue(run.out().contains("links          3"), run.out());
    assertTrue(run.out().contains("The bridge's tables agree with M2M."), run.out());
  }

  @Test
  void saysThatNothingWasComparedWithoutADatabase() {
    CommandRun run =
        CommandRun.of(
            "simulate",
            "--url=" + bridge.webhooks(),
            "--secret=" + Bridge.SECRET,
            "--port=0",
            "--links=1",
            "--speed=3000",
            "--patience=0",
            "--no-replies");

    assertEquals(4, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().contains("Loss and repetition weren't checked"), run.out());
  }

  @Test
  void refusesAWrongRateInOneSentence() {
    CommandRun run = simulate("--links=1", "--duplicates=often");

    assertEquals(1, run.exitCode());
    assertTrue(
        run.err().contains("'often' isn't a rate: use a value such as 10% or 0.1"), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertTrue(run.err().lines().count() <= 2, run.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--port=99999, from 0 to 65535",
    "--port=-1, from 0 to 65535",
    "--host=, --host is empty",
    "--every=100000000d, not above a year",
    "--timeout=0, must be above 0",
    "--link-minutes=-5, from 5 to 10080",
    "--create-limit=-1, not be below 0",
    "--suspended-status=99, 401 or 403",
    "--step=-5s, isn't a duration",
    "--speed=0, must be above 0",
    "--speed=NaN, must be above 0",
    "--api-url=foo, --api-url isn't a URL",
    "--api-key=m2m_live_1, is a production key",
    "--compare=ftp://127.0.0.1/state, --compare must name a file",
    "--compare=http://127.0.0.1:1/state, no HTTP server answers there",
    "--compare=pom.xml, is no JSON object",
    "--compare=state.json --fill-users, leave out --database-url and --fill-users",
    "--database-url=jdbc:postgresql://127.0.0.1:1/none, can't be read"
  })
  void refusesWhatCannotBe(String option, String expected) {
    CommandRun run =
        CommandRun.of(
            Stream.concat(
                    Stream.of("simulate", "--links=1", "--journey=open"),
                    Stream.of(option.split(" ")))
                .toArray(String[]::new));

    assertEquals(1, run.exitCode(), run.out());
    assertTrue(run.err().contains(expected), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }

  @Test
  void refusesWhatIsNoUrl() {
    CommandRun run = CommandRun.of("simulate", "--links=1", "--url=localhost:8080");

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("--url isn't a URL"), run.err());
  }

  @Test
  void refusesAPortThatIsTaken() throws Exception {
    try (java.net.ServerSocket taken = new java.net.ServerSocket(0)) {
      CommandRun run =
          CommandRun.of(
              "simulate", "--links=1", "--port=" + taken.getLocalPort(), "--host=0.0.0.0");

      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains("choose another port"), run.err());
    }
  }
}
