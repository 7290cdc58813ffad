package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The packaged simulator as a process that is stopped before its end. */
@Tag("verify")
class SimulateIT {
  /** What the JVM gives after SIGTERM: 128 + 15. */
  private static final int STOPPED = 143;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private final int port = Bridge.freePort();

  private BridgeProcess start(String... options) {
    String[] all = new String[options.length + 4];
    all[0] = "simulate";
    all[1] = "--json";
    all[2] = "--port=" + port;
    all[3] = "--url=http://127.0.0.1:" + Bridge.freePort() + "/nobody";
    System.arraycopy(options, 0, all, 4, options.length);
    BridgeProcess process = BridgeLauncher.packaged(folder).launch(all);
    Awaitility.await("M2M's API")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> send(HttpRequest.newBuilder(uri("/simulator/report")).GET()) == 200);
    return process;
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static int send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private static int pending(String report) throws IOException {
    return report(report).path("pending").asInt();
  }

  private static JsonNode report(String json) throws IOException {
    return new JsonMapper().readTree(json);
  }

  @Test
  void saysWhatCameOfItWhenItIsStoppedWithoutAnEnd() throws Exception {
    try (BridgeProcess simulator = start()) {
      HttpRequest.Builder create =
          HttpRequest.newBuilder(uri("/partner/links"))
              .header("X-API-Key", "m2m_test_for_development_only")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"referenceId\":\"user_1\"}"));
      assertEquals(201, send(create));

      assertEquals(STOPPED, simulator.terminate());

      assertEquals(1, report(simulator.stdout()).path("links").asInt(), simulator.stdout());
      assertEquals("", simulator.stderr());
    }
  }

  @Test
  void saysWhatCameOfItWhenItIsStoppedInTheMiddle() throws Exception {
    try (BridgeProcess simulator = start("--links=10", "--journey=open")) {
      HttpRequest report = HttpRequest.newBuilder(uri("/simulator/report")).build();
      Awaitility.await("a webhook that nobody takes")
          .atMost(Duration.ofSeconds(60))
          .until(() -> pending(HTTP.send(report, BodyHandlers.ofString()).body()) > 0);

      assertEquals(STOPPED, simulator.terminate());

      assertTrue(pending(simulator.stdout()) > 0, simulator.stdout());
    }
  }

  @Test
  void endsWithOneSentenceWhereTheUsersCannotBeFilledIn() {
    String url = TestPostgres.newDatabase();
    JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""))
        .sql("CREATE TABLE m2m_deliveries (event_key text, reference_id text, state text)")
        .update();

    try (BridgeProcess simulator =
        BridgeLauncher.packaged(folder)
            .launch(
                "simulate",
                "--json",
                "--links=1",
                "--fill-users",
                "--port=" + port,
                "--database-url=" + url,
                "--database-username=postgres")) {
      assertEquals(1, simulator.awaitExit());
      assertTrue(simulator.stderr().contains("database can't be read"), simulator.stderr());
      assertEquals(1, simulator.stderr().lines().count(), simulator.stderr());
      assertEquals("", simulator.stdout());
    }
  }
}
