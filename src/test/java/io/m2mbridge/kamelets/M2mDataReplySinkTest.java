package io.m2mbridge.kamelets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Kamelet from a bare YAML route, by camel-kamelet. */
class M2mDataReplySinkTest {
  private static final String ID = "dr_1";
  private static final String ROUTE =
      """
      - route:
          from:
            uri: direct:reply
            steps:
              - to:
                  uri: kamelet:m2m-data-reply-sink
                  parameters:
                    apiKey: "{{the.apiKey}}"
                    baseUrl: "{{the.api}}"
      """;

  @TempDir private Path folder;
  private final M2mApi api = new M2mApi();
  private KameletHost host;

  @BeforeEach
  void start() {
    host =
        new KameletHost(
            folder, ROUTE, Map.of("the.apiKey", Bridge.API_KEY, "the.api", api.baseUrl()));
  }

  @AfterEach
  void stop() {
    host.close();
    api.close();
  }

  private Event request() {
    return Event.of("user.data_request")
        .withText("data.dataRequestId", ID)
        .withText("data.replyEndpoint", api.replyEndpoint(ID))
        .with("data.requiredFields", "[\"name.firstName\",\"idNumber\"]")
        .withText("data.expiresAt", Instant.now().plusSeconds(600).toString());
  }

  private Exchange reply(Event request, Object userData) {
    return host.context()
        .createProducerTemplate()
        .request(
            "direct:reply",
            exchange -> {
              exchange.getMessage().setHeader("m2mDataRequest", request.toString());
              exchange.getMessage().setBody(userData);
            });
  }

  private static Object result(Exchange exchange) {
    assertNull(exchange.getException());
    return exchange.getMessage().getHeader("m2mReplyResult");
  }

  @Test
  void sendsWhatTheRequestAsksFor() {
    Map<String, String> user = Map.of("name.firstName", "Ana", "dob", "1990-05-15");

    assertEquals("fulfilled", result(reply(request(), user)));

    M2mApi.Request put = api.requestsFor(ID).get(0);
    assertEquals("PUT", put.method());
    assertEquals(
        "{\"referenceId\":\"user_12345\",\"userData\":{\"name\":{\"firstName\":\"Ana\"}}}",
        put.body());
    assertTrue(put.headers().values().toString().contains(Bridge.API_KEY), "the API key");
    assertTrue(put.headers().keySet().stream().noneMatch(n -> n.toLowerCase().startsWith("m2md")));
  }

  @Test
  void sendsNothingWhereNothingIsKnown() {
    assertEquals("no_data", result(reply(request(), Map.of("dob", "1990-05-15"))));
    assertEquals("no_data", result(reply(request(), List.of())));
    assertEquals(List.of(), api.requests());
  }

  @Test
  void sendsNothingAfterTheDeadlineOrToStrangers() {
    Map<String, String> user = Map.of("name.firstName", "Ana");
    Event late = request().withText("data.expiresAt", "2020-01-01T00:00:00Z");
    Event strange = request().withText("data.replyEndpoint", "https://elsewhere.example/" + ID);

    assertEquals("expired", result(reply(late, user)));
    assertEquals("rejected", result(reply(strange, user)));
    assertEquals(List.of(), api.requests());
  }

  @Test
  void failsWhereAnotherTryMayHelp() {
    api.answers(DataRequests.UNAVAILABLE);
    Map<String, String> user = Map.of("name.firstName", "Ana");

    assertEquals(
        "reply not taken: 503 UNAVAILABLE", reply(request(), user).getException().getMessage());
    assertEquals("fulfilled", result(reply(request(), user)));
  }

  @Test
  void saysWhereThereIsNoDataRequest() {
    Exchange exchange = reply(Event.of("link.created"), Map.of());

    assertEquals(
        "the header m2mDataRequest holds no data request: set it to the event as it was received",
        exchange.getException().getMessage());
  }
}
