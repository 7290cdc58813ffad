package io.m2mbridge.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.TestPostgres;
import io.m2mbridge.testkit.Webhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The applications under {@code src/it}, as Maven built them, each as a process of its own: what
 * M2M and the database see must be the same in all of them.
 */
@Tag("verify")
@Timeout(300)
class HostIT {
  private static final String DATA_REQUEST = "dr_of_the_host";
  private static final String OURS = "a route of the host's";
  private static final String OLDER_CLASS = "io.m2mbridge.delivery.ForwardBody";
  private static final String LOGGED = "\\[host] INFO .*" + OURS;
  private static final String ACCEPTED = "m2m_webhooks_total\\{.*outcome=\"accepted\".*} 1\\.0";

  /** How far a webhook's timestamp may lie in the past. */
  private static final Duration LIMIT = Duration.ofHours(3);

  /** The host's clock. */
  private static final Duration AHEAD = Duration.ofMinutes(10);

  @TempDir private Path folder;
  private final String database = TestPostgres.newDatabase();
  private final JdbcClient sql =
      JdbcClient.create(new DriverManagerDataSource(database, "postgres", ""));
  private final M2mApi api = new M2mApi();
  private final Instant expiresAt = Instant.now().plusSeconds(3600);
  private volatile boolean isKilled;
  private BridgeLauncher launcher;
  private URI webhooks;

  static Stream<Host> hosts() {
    return Arrays.stream(System.getProperty("m2m.hosts").split(",")).map(Host::named);
  }

  @AfterEach
  void closeApi() {
    api.close();
  }

  private BridgeProcess start(Host host, String contextPath) throws IOException {
    launcher = BridgeLauncher.java(folder, "-jar", host.jar().toAbsolutePath().toString());
    launcher
        .with("SERVER_ADDRESS", "127.0.0.1")
        .with("SERVER_PORT", String.valueOf(launcher.port()))
        .with("MANAGEMENT_PORT", String.valueOf(launcher.managementPort()))
        .with("CLOCK_OFFSET", AHEAD.toString())
        .with("DATABASE_URL", database)
        .with("M2M_API_KEY", Bridge.API_KEY)
        .with("M2M_API_BASE_URL", api.baseUrl())
        .with("M2M_DISPATCH_BACK_OFF", "200ms")
        .with("M2M_ROUTES_FOLDER", "file:" + routeOfTheHost());
    if (!contextPath.isEmpty()) {
      launcher.with("CONTEXT_PATH", contextPath);
    }
    webhooks = URI.create("http://127.0.0.1:" + launcher.port() + contextPath + "/webhooks/m2m");
    BridgeProcess process = launcher.launch();
    Awaitility.await(host + " to answer")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> isUp(process));
    return process;
  }

  /**
   * A folder with one file, which goes in the place of the bridge's own. It names a class as an
   * earlier release did. Another file has a wrong ending.
   */
  private Path routeOfTheHost() throws IOException {
    String name = "event-unknown.camel.yaml";
    Path routes = Files.createDirectories(folder.resolve("ours"));
    String steps =
        "        - bean: {beanType: %s}\n        - log: \"%s\"\n".formatted(OLDER_CLASS, OURS);
    Files.writeString(routes.resolve(name), Files.readString(Path.of("routes", name)) + steps);
    Files.writeString(routes.resolve("report.yaml"), "- route: {from: {uri: 'direct:report'}}");
    return routes;
  }

  private boolean isUp(BridgeProcess process) {
    if (!process.isAlive()) {
      throw new AssertionError("it ended: " + process.stdout() + process.stderr());
    }
    try {
      return send(Webhook.of("{}").with("X-M2M-Signature", null)).startsWith("401");
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof ConnectException) {
        return false;
      }
      throw e;
    }
  }

  private String send(Webhook webhook) {
    return send(webhook.to(webhooks));
  }

  private String send(HttpRequest request) {
    HttpResponse<String> answer = launcher.send(request);
    return answer.statusCode() + " " + Bridge.outcome(answer);
  }

  private void await(String what, String query) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> sql.sql(query).query(Boolean.class).single());
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void receivesStoresRunsAndReplies(Host host) throws Exception {
    try (BridgeProcess process = start(host, "")) {
      String created = Event.of("operation.created").toString();
      assertEquals("200 accepted", send(Webhook.of(created)));
      assertEquals("200 duplicate", send(Webhook.of(created)));
      await("the hold", "SELECT count(*) = 1 FROM m2m_fund_holds");

      // What isn't UTF-8 has a signature too, of its bytes.
      byte[] latin = {'{', '"', (byte) 0xe9, '"', ':', '1', '}'};
      assertEquals("200 quarantined", send(Webhook.of(latin)));
      assertEquals("413 null", send(Webhook.of(new byte[300_000])));
      assertEquals("400 null", send(Webhook.of(created).to(URI.create(webhooks + "?a=b"))));
      assertEquals("404 null", send(Webhook.of(created).to(URI.create(webhooks + "x"))));
      assertEquals("401 null", send(Webhook.of(created).with("X-M2M-Timestamp", "1")));

      assertTakesWhatIsTheHosts(process);
      assertWatched(host);
      new HostConsole(launcher, webhooks).assertServesThePeopleOfTheHost(sql);
      assertTraced(process);

      api.answersTo(DATA_REQUEST, onceStartedAgain());
      knowUser();
      assertEquals("200 accepted", send(Webhook.of(Event.of("link.created").toString())));
      await(
          "the link",
          "SELECT count(*) = 1 FROM m2m_deliveries WHERE event = 'link.created' AND state = 'done'");
      assertFalse(process.stdout().contains("could not be fetched ahead"), process.stdout());
      assertEquals("200 accepted", send(Webhook.of(dataRequest())));
      Awaitility.await("the reply")
          .atMost(Duration.ofSeconds(20))
          .until(() -> !api.requestsFor(DATA_REQUEST).isEmpty());
      assertWarnsOfTheRoutes(process);
      process.kill();
    }
    isKilled = true;
    try (BridgeProcess process = start(host, host.contextPath())) {
      await(
          "the reply after a kill",
          "SELECT count(*) = 1 FROM m2m_data_requests WHERE state = 'fulfilled'");
      assertEquals("200 duplicate", send(Webhook.of(dataRequest())));
      await(
          "the end of all events",
          "SELECT count(*) = 0 FROM m2m_deliveries WHERE state IN ('pending', 'processing')");
      process.terminate();
      assertFalse(process.printedStackTrace(), process.stdout());
    }
  }

  /** Its clock, which is ahead, and its route of unknown events, with the older class name. */
  private void assertTakesWhatIsTheHosts(BridgeProcess process) throws Exception {
    Webhook old = Webhook.of(Event.of("link.opened").toString());
    assertEquals(
        "200 quarantined", send(old.signedAt(Instant.now().minus(LIMIT).plus(AHEAD.dividedBy(2)))));
    Event unknown = Event.of("link.created").withText("event", "link.closed");
    assertEquals("200 accepted", send(Webhook.of(unknown.toString())));
    Awaitility.await(OURS)
        .atMost(Duration.ofSeconds(20))
        .until(() -> process.stdout().lines().anyMatch(line -> line.matches(LOGGED)));
    assertTrue(
        process.stdout().contains("the class " + OLDER_CLASS + " has moved"), process.stdout());
  }

  /** Of the one file that isn't loaded, without Camel's schema on the class path. */
  private static void assertWarnsOfTheRoutes(BridgeProcess process) {
    Awaitility.await("the warning")
        .atMost(Duration.ofSeconds(30))
        .until(() -> process.stdout().contains("[file-not-loaded]"));
    assertEquals(
        1,
        process.stdout().lines().filter(line -> line.contains("RouteWarnings")).count(),
        process.stdout());
  }

  /** Where the application shows health and metrics, the bridge's are among them. */
  private void assertWatched(Host host) throws Exception {
    HttpResponse<String> health = launcher.manage(host.health());
    assertEquals(200, health.statusCode(), health.body());
    assertTrue(health.body().contains("UP"), health.body());
    String metrics = launcher.manage(host.metrics()).body();
    assertTrue(
        metrics.lines().anyMatch(line -> line.matches(ACCEPTED)),
        "no " + ACCEPTED + ": " + metrics);
  }

  /** The spans of webhooks and attempts, which the application writes into its log. */
  private static void assertTraced(BridgeProcess process) {
    Awaitility.await("spans")
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              String log = process.stdout() + process.stderr();
              return log.contains("'webhook-receive'") && log.contains("'event-dispatch'");
            });
  }

  /** M2M takes no reply before the application is killed. */
  private M2mApi.Answer[] onceStartedAgain() {
    M2mApi.Answer answer =
        exchange -> (isKilled ? M2mApi.FULFILLED : DataRequests.UNAVAILABLE).to(exchange);
    return Collections.nCopies(1_000, answer).toArray(M2mApi.Answer[]::new);
  }

  private void knowUser() {
    sql.sql(
            "INSERT INTO m2m_users VALUES ('user_of_the_host', 'Ana', 'Carlos', 'Garcia', 'Lopez',"
                + " 'GALO900515HDFRPN09', 'CURP', '1990-05-15')")
        .update();
  }

  private String dataRequest() {
    return Event.of("user.data_request")
        .withText("data.dataRequestId", DATA_REQUEST)
        .withText("data.referenceId", "user_of_the_host")
        .withText("data.replyEndpoint", api.replyEndpoint(DATA_REQUEST))
        .withText("data.expiresAt", expiresAt.toString())
        .toString();
  }
}
