package io.m2mbridge.routes;

import static io.m2mbridge.testing.Mocks.received;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.m2mbridge.testing.SiteRoutes;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.RecordingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of a site's around what the shipped routes call. */
@Tag("verify")
class SiteStepsTest {
  private static final String PERSON = "{\"idNumber\":\"GALO900515HDFRPN09\"}";

  @TempDir private static Path folder;
  private static RecordingServer site;
  private static Bridge bridge;

  @BeforeAll
  static void start() throws IOException {
    site = new RecordingServer();
    String after = "- to: {id: see-%s, uri: 'mock:after'}";
    SiteRoutes routes =
        new SiteRoutes(folder)
            .with("user-data-lookup", TWO_CALLS)
            .beforeForward(
                "operation-cancelled",
                """
                - setHeader: {id: say-get, name: CamelHttpMethod, constant: GET}
                - to: {id: ask-rate, uri: "{{site.url}}/rate"}
                - multicast: {id: tell-two, steps: [{to: {id: tell-one, uri: 'mock:one'}}, {to: {id: ask-other, uri: "{{site.url}}/other"}}]}
                """)
            .beforeForward("unknown", recipe("mask-card"))
            .edit("event-user-data-request", "variableReceive: answered", "description: Bare.")
            .atEnd(
                "operation-created",
                """
                - policy:
                    id: audit-once
                    ref: outside-once
                    steps:
                      - to: {id: call-audit, uri: "{{site.url}}/audit"}
                - to: {id: call-archive, uri: "{{site.url}}/archive"}
                """);
    for (String event :
        List.of("link-created", "link-opened", "operation-cancelled", "user-data-request")) {
      routes.atEnd(event, after.formatted(event));
    }
    Map<String, String> settings = new HashMap<>(routes.settings());
    settings.put("site.url", site.baseUrl());
    settings.put("m2m.forward.default", "mock:forward");
    settings.put("m2m.operation-created.forward", site.baseUrl() + "/ledger");
    settings.put("m2m.dispatch.maximum-attempts", "3");
    bridge = Bridge.start(settings);
  }

  private static final String TWO_CALLS =
      """
      - route:
          id: user-data-lookup
          routeConfigurationId: settle
          from:
            uri: direct:user-data-lookup
            steps:
              - setHeader: {id: say-get-person, name: CamelHttpMethod, constant: GET}
              - to: {id: get-person, uri: "{{site.url}}/person"}
              - setVariable: {id: keep-person, name: person, simple: "${body}"}
              - to: {id: get-birthday, uri: "{{site.url}}/birthday"}
      """;

  /** The YAML on the page about editing routes that begins with a step of this id. */
  private static String recipe(String id) throws IOException {
    String page = Files.readString(Path.of("docs", "editing-routes.md"));
    int step = page.lastIndexOf("\n- ", page.indexOf("id: " + id)) + 1;
    return page.substring(step, page.indexOf("\n```", step));
  }

  @AfterAll
  static void stop() {
    bridge.close();
    site.close();
  }

  @ParameterizedTest
  @CsvSource({"link.created, linkId", "link.opened, linkId"})
  void forwardsTheEventAfterALookUpThatFailedHalfWay(String event, String id) {
    site.answers(
        exchange -> {
          exchange.getResponseHeaders().set("X-Person", "GALO900515HDFRPN09");
          RecordingServer.json(200, PERSON).to(exchange);
        },
        RecordingServer.json(503, ""));
    String key = event + ":half";
    String body = odd(event, id, "half");
    bridge.send(body);
    bridge.await(key, "done");

    Exchange forwarded = received(bridge, "forward", key).get(0);
    assertEquals(body, forwarded.getMessage().getBody(String.class));
    Exchange after = after("half", event);
    assertEquals(body, after.getMessage().getBody());
    assertEquals(Set.of("CamelSqlUpdateCount"), after.getMessage().getHeaders().keySet());
    for (Exchange each : List.of(forwarded, after)) {
      assertFalse(each.getVariables().toString().contains("GALO"), each.getVariables().toString());
      assertFalse(each.getMessage().getHeaders().toString().contains("GALO"));
    }
  }

  @Test
  void forwardsTheEventWhateverCallsCameBefore() {
    site.answers(RecordingServer.json(200, "18.5"), RecordingServer.json(200, "other"));
    String body = odd("operation.cancelled", "operationId", "calls");
    bridge.send(body);
    bridge.await("operation.cancelled:calls", "done");

    Exchange forwarded = received(bridge, "forward", "operation.cancelled:calls").get(0);
    assertEquals(body, forwarded.getMessage().getBody());
    assertEquals("other", after("calls", "operation.cancelled").getMessage().getBody(String.class));
  }

  @Test
  void hasTheEventBackFromTheAnswerToADataRequest() {
    String body =
        Event.of("user.data_request")
            .withText("data.dataRequestId", "answered")
            .withText("data.replyEndpoint", site.baseUrl() + "/partner/data-requests/answered")
            .toString();
    bridge.send(body);
    bridge.await("user.data_request:answered", "done");

    Exchange after = after("answered", "user.data_request");
    assertEquals(body, after.getMessage().getBody());
    assertFalse(after.getVariables().containsKey("userData"));
  }

  @Test
  void forwardsWhatTheVariableForwardBodyHolds() {
    String event =
        "{\"event\":\"card.charged\",\"data\":{\"amount\":{\"send\":200.00,\"fee\":12345678901234567890.123456789},"
            + "\"funding\":{\"last4\":\"4242\",\"method\":\"card\"}}}";
    bridge.send(event);
    bridge.awaitIdle();

    Exchange masked =
        bridgeMock("forward").stream()
            .filter(each -> "card.charged".equals(each.getMessage().getHeader("m2mEvent")))
            .findFirst()
            .orElseThrow();
    assertEquals(
        "{\"amount\":{\"send\":200.00,\"fee\":12345678901234567890.123456789},\"funding\":{\"method\":\"card\"}}",
        masked.getMessage().getBody());

    String plain = "{\"event\":\"card.blocked\",\"data\":{\"amount\":1.50}}";
    bridge.send(plain);
    bridge.awaitIdle();
    Exchange next =
        bridgeMock("forward").stream()
            .filter(each -> "card.blocked".equals(each.getMessage().getHeader("m2mEvent")))
            .findFirst()
            .orElseThrow();
    assertEquals(plain, next.getMessage().getBody());
  }

  @Test
  void repeatsNoCallOfAnEventBecauseALaterOneFailed() {
    RecordingServer.Answer fails = RecordingServer.json(500, "");
    for (int i = 0; i < 3; i++) {
      site.answersTo("archive", fails);
    }
    String body = Event.of("operation.created").withText("data.operationId", "calls").toString();
    bridge.send(body);
    bridge.await("operation.created:calls", "dead");
    assertEquals(Map.of("/ledger", 1, "/audit", 1, "/archive", 3), calls("calls"));

    site.answersTo("archive", fails);
    assertEquals("duplicate", Bridge.outcome(bridge.send(body)));
    bridge.await("operation.created:calls", "done");
    assertEquals(Map.of("/ledger", 1, "/audit", 1, "/archive", 5), calls("calls"));

    bridge
        .sql()
        .sql(
            "UPDATE m2m_deliveries SET state = 'pending', attempts = 0, run = run + 1,"
                + " next_attempt_at = clock_timestamp() WHERE event_key = 'operation.created:calls'")
        .update();
    bridge.await("operation.created:calls", "done");
    assertEquals(Map.of("/ledger", 2, "/audit", 2, "/archive", 6), calls("calls"));
  }

  /** What a receiver that dedupes by the key sees of ids that HTTP can't carry. */
  @Test
  void sendsEachEventKeyOverHttpAsAnother() {
    List<String> ids =
        List.of("k_\u0141", "k_%C5%81", "k_%c5%81", "k_?", "k_\u0142", "k_\u00f1", "k_ ", "k_+");
    for (String id : ids) {
      bridge.send(Event.of("operation.created").withText("data.operationId", id).toString());
      bridge.await("operation.created:" + id, "done");
    }
    Set<String> keys =
        site.requests().stream()
            .filter(request -> request.target().equals("/ledger"))
            .filter(request -> request.body().contains("\"operationId\":\"k_"))
            .map(request -> request.headers().get("M2meventkey").get(0))
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            "operation.created:k_%C5%81",
            "operation.created:k_%25C5%2581",
            "operation.created:k_%25c5%2581",
            "operation.created:k_?",
            "operation.created:k_%C5%82",
            "operation.created:k_%C3%B1",
            "operation.created:k_%20",
            "operation.created:k_+"),
        keys);
  }

  /** Called by a route of the site's own. */
  @ParameterizedTest
  @ValueSource(strings = {"event-forward", "user-data-prefetch", "data-request-forget"})
  void givesBodyAndHeadersBack(String route) {
    try (var template = bridge.context().createProducerTemplate()) {
      for (Object body : List.of("text", new byte[] {1, 2}, Map.of("a", "b"))) {
        Exchange exchange =
            template.send(
                "direct:" + route,
                given -> {
                  given.setVariable("eventKey", "x");
                  given.setVariable("referenceId", "user_1");
                  given.getMessage().setBody(body);
                  given.getMessage().setHeader("own", "y");
                });
        assertEquals(body, exchange.getMessage().getBody());
        assertEquals(Map.of("own", "y"), exchange.getMessage().getHeaders());
        assertEquals(
            Map.of("eventKey", "x", "referenceId", "user_1"),
            new TreeMap<>(exchange.getVariables()));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Exchange> bridgeMock(String name) {
    return io.m2mbridge.testing.Mocks.mock(bridge, name).getReceivedExchanges();
  }

  private static Exchange after(String id, String event) {
    return bridgeMock("after").stream()
        .filter(each -> (event + ":" + id).equals(each.getVariable("eventKey")))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Integer> calls(String id) {
    return site.requests().stream()
        .filter(request -> request.body().contains("\"operationId\":\"" + id + "\""))
        .collect(Collectors.toMap(RecordingServer.Request::target, each -> 1, Integer::sum));
  }

  /** A valid event whose bytes no parser would write again in the same way. */
  private static String odd(String event, String id, String value) {
    return "\n{ \"data\" : {\"x\":1.50e1 ,\t\"n\":\"\u00e1\u6f22 \\u00e9\", \"referenceId\":\"user_1\",\""
        + id
        + "\":\""
        + value
        + "\"},\r\n \"event\":\""
        + event
        + "\"}\n ";
  }
}
