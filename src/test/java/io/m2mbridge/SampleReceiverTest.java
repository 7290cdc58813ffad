package io.m2mbridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The simulator against another receiver: one in Node as M2M's pages sketch it. It works while
 * nothing goes wrong, and the faults show what it lacks.
 */
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
                "--timeout=1s",
                "--json"));
    all.addAll(List.of(args));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private JsonNode state() throws IOException {
    return JSON.readTree(URI.create(url + "/state").toURL());
  }

  private static long repeated(JsonNode state) {
    return StreamSupport.stream(state.path("effects").spliterator(), false)
        .filter(count -> count.asInt() > 1)
        .count();
  }

  @Test
  void doesWellWhileNothingGoesWrong() throws IOException {
    CommandRun run = simulate("--links=10", "--journey=open,send,cancel", "--step=10m");

    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertEquals(10, state().path("effects").size());
    assertEquals(0, repeated(state()));
    assertEquals(0, state().path("open").size());
    assertTrue(JSON.readTree(run.out()).path("replies").asInt() > 0, run.out());
  }

  @Test
  void holdsMoneyTwiceWhenACopyHasANewTimestamp() throws IOException {
    simulate("--links=10", "--journey=open,send", "--duplicates", "--new-body-timestamp");

    assertEquals(10, repeated(state()));
  }

  @Test
  void keepsAHoldForEverWhenTheCancellationComesFirst() throws IOException {
    CommandRun run = simulate("--links=20", "--journey=open,send,cancel", "--reorder=50%");

    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(state().path("open").size() > 0, "every user has cancelled");
  }

  @Test
  void fallsOverAtASignatureThatIsCutShort() throws Exception {
    CommandRun run = simulate("--links=3", "--journey=open", "--cut-signature");

    assertEquals(2, run.exitCode(), run.out() + run.err());
    assertTrue(receiver.waitFor(10, TimeUnit.SECONDS), "it is still there");
    assertFalse(JSON.readTree(run.out()).path("notTaken").isEmpty(), run.out());
  }
}
