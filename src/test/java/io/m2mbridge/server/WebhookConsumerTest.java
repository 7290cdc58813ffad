package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.RawConnection;
import io.m2mbridge.testkit.Bridge;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What M2M is answered, whatever the route does. */
class WebhookConsumerTest {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final int port = Bridge.freePort();

  @AfterEach
  void stop() {
    context.stop();
  }

  private interface Steps {
    void addTo(RouteDefinition route);
  }

  private void start(Steps steps) throws Exception {
    var configuration = new VertxPlatformHttpServerConfiguration();
    configuration.getBodyHandler().setHandleFileUploads(false); // or it makes a folder
    configuration.setBindHost("127.0.0.1");
    configuration.setBindPort(port);
    context.addService(new WebhookServer(configuration, 10, 100, null, Duration.ZERO, () -> {}));
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            steps.addTo(from("platform-http:/webhooks/m2m?matchOnUriPrefix=true").id("webhooks"));
            from("platform-http:/site").setBody(constant("of the site"));
          }
        });
    context.start();
  }

  private HttpResponse<String> post(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("in")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private static void assertTryAgain(HttpResponse<String> answer) {
    assertEquals(503, answer.statusCode());
    assertEquals("60", answer.headers().firstValue("Retry-After").orElseThrow());
    assertEquals("", answer.body());
  }

  @Test
  void answersWhatTheRouteSays() throws Exception {
    start(
        route ->
            route
                .delay(1)
                .asyncDelayed()
                .setBody(exchange -> "out".getBytes(UTF_8))
                .setHeader("M2M-Bridge-Outcome")
                .constant("accepted")
                .setHeader("Content-Type")
                .constant("text/plain")
                .setHeader("CamelHttpResponseCode")
                .constant("418"));
    HttpResponse<String> answer = post("/webhooks/m2m/below");

    assertEquals(418, answer.statusCode());
    assertEquals("out", answer.body());
    assertEquals("text/plain", answer.headers().firstValue("Content-Type").orElseThrow());
    assertEquals("accepted", answer.headers().firstValue("M2M-Bridge-Outcome").orElseThrow());
    assertTrue(
        answer.headers().map().keySet().stream().noneMatch(name -> name.startsWith("Camel")));
  }

  @Test
  void saysTryAgainWhereTheRouteFails() throws Exception {
    start(route -> route.throwException(new IllegalStateException("broken")));

    assertTryAgain(post("/webhooks/m2m"));
    assertEquals(0, context.getInflightRepository().size());
  }

  @Test
  void saysTryAgainWhereTheRouteGivesNoStatus() throws Exception {
    start(route -> route.setBody().constant("no status"));

    assertTryAgain(post("/webhooks/m2m"));
    assertEquals(0, context.getInflightRepository().size());
  }

  @Test
  void saysTryAgainWhileTheRouteIsSuspended() throws Exception {
    start(route -> route.setHeader("CamelHttpResponseCode").constant("200"));
    context.getRouteController().suspendRoute("webhooks");
    assertTryAgain(post("/webhooks/m2m"));
    context.getRouteController().resumeRoute("webhooks");

    assertEquals(200, post("/webhooks/m2m").statusCode());
  }

  @Test
  void leavesASitesOwnPathsToCamel() throws Exception {
    start(route -> route.setHeader("CamelHttpResponseCode").constant("200"));

    assertEquals("of the site", post("/site").body());
  }

  private List<Integer> postForm(String path, String boundary) {
    return RawConnection.send(
        port,
        ("POST " + path + " HTTP/1.1\r\nHost: m2m\r\nConnection: close\r\n")
            + ("Content-Type: multipart/form-data; boundary=" + boundary + "\r\n")
            + "Content-Length: 2\r\n\r\nin");
  }

  @Test
  void saysTryAgainWhereAHandlerThrowsBeforeTheRoute() throws Exception {
    start(route -> route.setHeader("CamelHttpResponseCode").constant("200"));

    assertEquals(List.of(503), postForm("/webhooks/m2m", ""));
    assertEquals(List.of(503), postForm("/site", ""));
  }

  /** Before, it was held open for ever, next to any number of others. */
  @Test
  void answersAFormWithABrokenQuery() throws Exception {
    start(route -> route.setHeader("CamelHttpResponseCode").constant("200"));

    assertEquals(List.of(400), postForm("/webhooks/m2m?%zz", "x"));
    assertEquals(List.of(400), postForm("/site?%zz", "x"));
  }
}
