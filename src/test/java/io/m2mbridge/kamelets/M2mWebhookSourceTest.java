package io.m2mbridge.kamelets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kamelet from a bare YAML route, by camel-kamelet. */
class M2mWebhookSourceTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String ROUTE =
      """
      - route:
          from:
            uri: kamelet:m2m-webhook-source
            parameters:
              secret: "{{the.secret}}"
              maximumBodySize: 10000
            steps:
              - to:
                  uri: mock:events
      """;

  @TempDir private Path folder;
  private final int port = Bridge.freePort();
  private KameletHost host;

  @BeforeEach
  void start() {
    host =
        new KameletHost(
            folder,
            ROUTE,
            Map.of(
                "camel.server.enabled",
                "true",
                "camel.server.port",
                String.valueOf(port),
                "the.secret",
                Bridge.SECRET));
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private MockEndpoint events() {
    return host.context().getEndpoint("mock:events", MockEndpoint.class);
  }

  private static String answer(HttpResponse<?> answer) {
    return answer.statusCode() + " " + Bridge.outcome(answer);
  }

  private HttpResponse<String> send(Webhook webhook) throws Exception {
    return HTTP.send(
        webhook.to(URI.create("http://127.0.0.1:" + port + "/webhooks/m2m")),
        BodyHandlers.ofString());
  }

  @Test
  void givesEachSignedEventToTheSinkOnce() throws Exception {
    String event = Event.of("link.created").toString();

    assertEquals("200 accepted", answer(send(Webhook.of(event))));
    assertEquals("200 duplicate", answer(send(Webhook.of(event))));

    events().setExpectedMessageCount(1);
    events().assertIsSatisfied();
    var message = events().getExchanges().get(0).getMessage();
    assertEquals(event, message.getBody(String.class));
    assertEquals("link.created", message.getHeader("m2mEvent"));
    assertEquals("accepted", message.getHeader("m2mOutcome"));
  }

  @Test
  void refusesWhatIsNotSignedOrTooLarge() throws Exception {
    Webhook stranger = Webhook.of(Event.of("link.created").toString());

    assertEquals("401 null", answer(send(stranger.with("X-M2M-Signature", null))));
    assertEquals("413 null", answer(send(Webhook.of(new byte[10_001]))));
    assertEquals(List.of(), events().getExchanges());
  }

  @Test
  void forgetsWhatTheSinkDidNotTake() throws Exception {
    String event = Event.of("link.created").toString();
    events().whenExchangeReceived(1, exchange -> exchange.setException(new Exception("not now")));

    HttpResponse<String> refused = send(Webhook.of(event));
    assertEquals("503 null", answer(refused));
    assertEquals("60", refused.headers().firstValue("Retry-After").orElse(null));
    assertEquals("200 accepted", answer(send(Webhook.of(event))));
  }

  @Test
  void marksWhatCanNotBeUsed() throws Exception {
    assertEquals("200 quarantined", answer(send(Webhook.of("{}"))));
    assertEquals(
        "quarantined", events().getExchanges().get(0).getMessage().getHeader("m2mOutcome"));
  }
}
