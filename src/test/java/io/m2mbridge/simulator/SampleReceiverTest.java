package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.testing.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The simulator against another receiver: one in Node as M2M's pages sketch it. It works while
 * nothing goes wrong, and the faults show what it lacks.
 */
@Tag("verify")
class SampleReceiverTest {
  private static final String SECRET = "whsec_of_the_sample_0123456789";
  private static final JsonMapper JSON = new JsonMapper();

  private Process receiver;
  private String url;

  @BeforeEach
  void start() throws IOException {
    ProcessBuilder node =
        new ProcessBuilder("node", "src/test/node/sample-receiver.mjs")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    node.environment().put("M2M_WEBHOOK_SECRET", SECRET);
    node.environment().put("M2M_API_KEY", "m2m_test_of_the_sample");
    receiver = node.start();
    url = "http://127.0.0.1:" + receiver.inputReader(StandardCharsets.UTF_8).readLine();
  }

  @AfterEach
  void stop() throws InterruptedException {
    receiver.destroyForcibly().waitFor();
  }

  private CommandRun simulate(String... args) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "simulate",
                "--url=" + url + "/webhooks/m2m",
                "--secret=" + SECRET,
                "--api-key=m2m_test_of_the_sample",
                "--port=0",
                "--seed=5",
                "--speed=3000",
                "--patience=100ms",
                "--timeout=10s",
                "--json"));
    all.addAll(List.of(args));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private CommandRun compare(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--compare=" + url + "/state");
    all.add("--settle=2s");
    return simulate(all.toArray(String[]::new));
  }

  private static List<String> texts(CommandRun run, String list) throws IOException {
    List<String> texts = new ArrayList<>();
    JSON.readTree(run.out()).path(list).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static long count(CommandRun run, String list, String part) throws IOException {
    return texts(run, list).stream().filter(text -> text.matches(".*" + part + ".*")).count();
  }

  @Test
  void doesWellWhileNothingGoesWrong() throws IOException {
    CommandRun run = compare("--links=10", "--journey=open,send");

    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(JSON.readTree(run.out()).path("compared").asBoolean(), run.out());
    assertTrue(JSON.readTree(run.out()).path("fulfilled").asInt() > 0, run.out());
  }

  @Test
  void holdsMoneyTwiceWhenACopyHasANewTimestamp() throws IOException {
    CommandRun run =
        compare("--links=10", "--journey=open,send", "--duplicates", "--new-body-timestamp");

    assertEquals(2, run.exitCode(), run.out() + run.err());
    assertEquals(
        10, count(run, "differences", "is in holds \\d times, and M2M told of it once"), run.out());
    assertEquals(0, count(run, "differences", " in operations "), run.out());
  }

  @Test
  void keepsAHoldForEverWhenTheCancellationComesFirst() throws IOException {
    CommandRun run = compare("--links=20", "--journey=open,send,cancel", "--reorder=50%");

    assertEquals(2, run.exitCode(), run.out() + run.err());
    assertTrue(
        count(run, "differences", "is held in holds, and M2M told that it is cancelled") > 0);
  }

  @Test
  void isNotCalledSoundWhereNothingIsCompared() throws IOException {
    CommandRun run =
        simulate("--links=10", "--journey=open,send", "--duplicates", "--new-body-timestamp");

    assertEquals(4, run.exitCode(), run.out() + run.err());
    assertFalse(JSON.readTree(run.out()).path("compared").asBoolean(), run.out());
  }

  @Test
  void fallsOverAtASignatureThatIsCutShort() throws Exception {
    CommandRun run = compare("--links=15", "--journey=open", "--every=10m", "--cut-signature=6%");

    assertEquals(2, run.exitCode(), run.out() + run.err());
    assertTrue(receiver.waitFor(10, TimeUnit.SECONDS), "it is still there");
    String stopped = texts(run, "findings").get(0);
    assertTrue(
        stopped.matches(
            "The receiver stopped answering after webhook \\d+ of \\d+ \\(.+_sim_.+\\): since then"
                + " \\d+ requests without an answer \\(.*no connection: \\d+\\)\\."),
        stopped);
    assertEquals(
        "m2m-bridge: The receiver's state can't be read from "
            + url
            + "/state (no HTTP server answers there): check --compare.",
        run.err().strip());
  }
}
