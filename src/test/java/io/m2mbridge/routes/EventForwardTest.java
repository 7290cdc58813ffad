package io.m2mbridge.routes;

import static io.m2mbridge.testing.Mocks.mock;
import static io.m2mbridge.testing.Mocks.received;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.ShippedRoute;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.RecordingServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("verify")
class EventForwardTest {
  private static final ShippedRoute FORWARD = ShippedRoute.of("event-forward");

  private static RecordingServer site;
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    site = new RecordingServer();
    bridge =
        Bridge.start(
            Map.of(
                "m2m.link-created.forward", "mock:link-created",
                "m2m.operation-created.forward", site.baseUrl() + "/created?x=1",
                "m2m.operation-cancelled.forward", "mock:operation-cancelled",
                "m2m.forward.default", "mock:default"));
    bridge.sql().sql("CREATE TABLE effects (operation_id text)").update();
    bridge
        .sql()
        .sql(
            "CREATE FUNCTION count_effect() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN INSERT INTO effects VALUES (NEW.operation_id); RETURN NEW; END'")
        .update();
    bridge
        .sql()
        .sql(
            "CREATE TRIGGER count_effect AFTER INSERT OR UPDATE ON m2m_operations"
                + " FOR EACH ROW EXECUTE FUNCTION count_effect()")
        .update();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    site.close();
  }

  @ParameterizedTest
  @CsvSource({
    "link.created, linkId, link-created",
    "link.opened, linkId, default",
    "operation.cancelled, operationId, operation-cancelled"
  })
  void sendsTheEventAsItCameToTheEndpointOfItsEvent(String event, String id, String mock) {
    String body = odd(event, id, "fwd_1");
    bridge.send(body);
    String key = event + ":fwd_1";
    bridge.await(key, "done");

    List<Exchange> received = received(bridge, mock, key);
    assertEquals(1, received.size());
    var message = received.get(0).getMessage();
    assertEquals(body, message.getBody(String.class));
    FORWARD.assertHeaders(
        Map.of(
            "m2mEventKey",
            key,
            "m2mEventKeyEncoded",
            key,
            "m2mEvent",
            event,
            "m2mOutcome",
            "accepted",
            "CamelHttpMethod",
            "POST",
            "Content-Type",
            "application/json"),
        message.getHeaders());
  }

  @Test
  void givesTheRouteItsBodyAndHeadersBack() {
    Exchange after =
        bridge
            .context()
            .createFluentProducerTemplate()
            .to("direct:event-forward")
            .withProcessor(
                exchange -> {
                  exchange.getMessage().setBody("the route's own");
                  exchange.getMessage().setHeader("Own", "1");
                  exchange.setVariable("event", "link.opened");
                  exchange.setVariable("eventKey", "link.opened:given_back");
                  exchange.setVariable("forwardBody", "what is sent");
                })
            .send();

    assertEquals(null, after.getException());
    assertEquals("the route's own", after.getMessage().getBody());
    assertEquals(Map.of("Own", "1"), after.getMessage().getHeaders());
    assertEquals(
        "what is sent",
        received(bridge, "default", "link.opened:given_back")
            .get(0)
            .getMessage()
            .getBody(String.class));
  }

  @Test
  void sendsTheBytesAsTheyCameOverHttpAndNoSecretWithThem() {
    String body = odd("operation.created", "operationId", "fwd_http");
    bridge.send(body);
    bridge.await("operation.created:fwd_http", "done");

    var request = requests("operation.created:fwd_http").get(0);
    assertEquals("POST", request.method());
    assertEquals("/created?x=1", request.target());
    assertEquals(body, request.body());
    assertEquals(List.of("operation.created"), request.headers().get("M2mevent"));
    assertTrue(request.headers().get("Content-type").get(0).startsWith("application/json"));
    assertTrue(
        request.headers().keySet().containsAll(Set.of("M2mevent", "M2meventkey", "M2moutcome")));
    assertFalse(request.headers().containsKey("M2meventkeyencoded"));
    assertEquals(
        Set.of("Accept-encoding", "Connection", "Content-length", "Host", "User-agent"),
        FORWARD.without(request.headers().keySet()));
  }

  @Test
  void addsNoHeaderThatAnIdAsksFor() {
    String id = "fwd_crlf\r\nX-Injected: yes";
    bridge.send(Event.of("operation.created").withText("data.operationId", id).toString());
    bridge.await("operation.created:" + id, "done");

    var request =
        site.requests().stream().filter(r -> r.body().contains("fwd_crlf")).findFirst().get();
    assertFalse(request.headers().containsKey("X-injected"));
  }

  @Test
  void triesAFailedForwardAgainWithoutRepeatingTheEffects() {
    site.answers(
        RecordingServer.json(500, "{}"),
        RecordingServer.cut(),
        RecordingServer.json(404, ""),
        RecordingServer.json(200, "fine"));
    String body = odd("operation.created", "operationId", "fwd_retry");
    bridge.send(body);
    var row = bridge.await("operation.created:fwd_retry", "done");

    assertEquals(4, row.get("attempts"));
    List<RecordingServer.Request> requests = requests("operation.created:fwd_retry");
    assertEquals(4, requests.size());
    requests.forEach(request -> assertEquals(body, request.body()));
    assertEquals(
        1L,
        bridge
            .sql()
            .sql("SELECT count(*) FROM effects WHERE operation_id = 'fwd_retry'")
            .query(Long.class)
            .single());
  }

  @Test
  void leavesAnEndpointThatAsksForAnHourToDispatch() {
    site.answers(
        RecordingServer.json(503, "", "Retry-After", "3600"),
        RecordingServer.json(429, "", "Retry-After", "3600"));
    Instant start = Instant.now();
    bridge.send(odd("operation.created", "operationId", "fwd_later"));
    var row = bridge.await("operation.created:fwd_later", "done");

    assertEquals(3, row.get("attempts"));
    assertTrue(Duration.between(start, Instant.now()).toSeconds() < 10);
  }

  @Test
  void endsEachHttpCallInGoodTime() {
    for (String scheme : List.of("http", "https")) {
      var http = bridge.context().getComponent(scheme, HttpComponent.class);
      assertEquals(10_000, http.getResponseTimeout());
      assertEquals(2_000, http.getConnectTimeout());
      assertTrue(http.isAutomaticRetriesDisabled());
    }
  }

  @Test
  void keepsTheEffectsWhileTheEndpointFails() {
    AtomicInteger failures = new AtomicInteger();
    mock(bridge, "operation-cancelled")
        .whenAnyExchangeReceived(
            exchange -> {
              if (String.valueOf(exchange.getMessage().getHeader("m2mEventKey"))
                      .endsWith("fwd_fail")
                  && failures.getAndIncrement() < 2) {
                throw new IllegalStateException("refused for GALO900515HDFRPN09");
              }
            });
    bridge.send(odd("operation.cancelled", "operationId", "fwd_fail"));
    var row = bridge.await("operation.cancelled:fwd_fail", "done");

    assertEquals(3, row.get("attempts"));
    assertEquals(
        "cancelled", OperationRows.operation(bridge, "fwd_fail").get("status").textValue());
    assertEquals(
        1L,
        bridge
            .sql()
            .sql("SELECT count(*) FROM effects WHERE operation_id = 'fwd_fail'")
            .query(Long.class)
            .single());
  }

  private static List<RecordingServer.Request> requests(String eventKey) {
    return site.requests().stream()
        .filter(request -> List.of(eventKey).equals(request.headers().get("M2meventkey")))
        .toList();
  }

  /** A valid event whose bytes no parser would write again in the same way. */
  private static String odd(String event, String id, String value) {
    return "\n{ \"data\" : {\"x\":1.50e1 ,\t\"n\":\"\u00e1\u00f1\u6f22\ud83d\ude00 \\u00e9 \\/\", \"referenceId\":\"user_1\",\""
        + id
        + "\":\""
        + value
        + "\"},\r\n \"event\":\""
        + event
        + "\"}\n ";
  }
}
