package io.m2mbridge.server;

import static java.net.http.HttpRequest.BodyPublishers.noBody;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.load.OpenRequests;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which requests hold dispatch back, and that waiting requests delay no other request. */
class WebhookServerTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Bridge bridge;
  private static OpenRequests requests;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
    requests = bridge.context().getRegistry().findSingleByType(OpenRequests.class);
  }

  @Test
  void countsNoneWhoseBodyIsStillUnderWay() throws IOException {
    List<Socket> half = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket("127.0.0.1", bridge.port());
        half.add(socket);
        socket
            .getOutputStream()
            .write(
                "POST /webhooks/m2m HTTP/1.1\r\nHost: m2m\r\nContent-Length: 9\r\n\r\n{"
                    .getBytes(US_ASCII));
      }
      Awaitility.await().until(() -> requests.admitted() == 40);
      assertEquals(0, requests.backlog());
    } finally {
      for (Socket socket : half) {
        socket.close();
      }
    }
    Awaitility.await().until(() -> requests.admitted() == 0);
    assertEquals(0, requests.backlog());
  }

  @Test
  void callsABacklogHighByTheNumberOfOpenConnections() throws IOException {
    List<Socket> connections = new ArrayList<>();
    try {
      for (int i = 0; i < 70; i++) {
        connections.add(new Socket("127.0.0.1", bridge.port()));
      }
      Awaitility.await().until(() -> requests.highBacklog() >= 35);
    } finally {
      for (Socket connection : connections) {
        connection.close();
      }
    }
    Awaitility.await().until(() -> requests.highBacklog() < 35);
  }

  @Test
  void lagsWhileTheThreadThatReadsIsBusy() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Route busy =
        VertxPlatformHttpRouter.lookup(
                bridge.context(), VertxPlatformHttpRouter.getRouterNameFromPort(bridge.port()))
            .get("/busy")
            .order(-1)
            .handler(request -> awaitAndAnswer(end, request.response()));
    try {
      HTTP.sendAsync(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bridge.port() + "/busy")).build(),
          BodyHandlers.discarding());

      Awaitility.await().until(() -> lagWhileWebhooksCome() >= 50);
    } finally {
      end.countDown();
      busy.remove();
    }
    Awaitility.await().until(() -> lagWhileWebhooksCome() < 50);
  }

  /** In milliseconds. */
  private static long lagWhileWebhooksCome() {
    requests.addToBacklog(1);
    requests.addToBacklog(-1);
    return requests.lag().toMillis();
  }

  private static void awaitAndAnswer(CountDownLatch end, HttpServerResponse response) {
    try {
      assertTrue(end.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    response.end();
  }

  @Test
  void countsThoseThatWaitUntilTheyAreAnswered() throws Exception {
    CompletableFuture<HttpResponse<String>> answer;
    try (Connection locker = DriverManager.getConnection(bridge.databaseUrl(), "postgres", "")) {
      locker.setAutoCommit(false);
      locker.createStatement().execute("LOCK TABLE m2m_deliveries");
      String body = Event.of("link.opened").toString();
      answer = CompletableFuture.supplyAsync(() -> bridge.send(body));
      Awaitility.await().until(() -> requests.backlog() == 1);
      locker.rollback();
    }
    assertEquals(200, answer.get().statusCode());
    Awaitility.await().until(() -> requests.backlog() == 0 && requests.admitted() == 0);
  }

  @Test
  void keepsNoWorkerWaitingForTheDatabase() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    try (Connection locker = DriverManager.getConnection(bridge.databaseUrl(), "postgres", "")) {
      locker.setAutoCommit(false);
      locker.createStatement().execute("LOCK TABLE m2m_deliveries");
      for (int i = 0; i < 40; i++) {
        HttpRequest request = Webhook.of(Event.of("link.opened").toString()).to(bridge.webhooks());
        waiting.add(HTTP.sendAsync(request, BodyHandlers.ofString()));
      }
      Awaitility.await().until(() -> requests.backlog() == 40);
      HttpRequest unsigned = HttpRequest.newBuilder(bridge.webhooks()).POST(noBody()).build();
      assertEquals(415, bridge.send(unsigned).statusCode());
      assertEquals(40, requests.backlog());
      locker.rollback();
    }
    for (CompletableFuture<HttpResponse<String>> one : waiting) {
      assertEquals(200, one.get().statusCode());
    }
  }
}
