package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.RecordingServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReplyCallTest {
  private static DataRequests requests;

  @BeforeAll
  static void start(DataRequests shared) {
    requests = shared;
  }

  @Test
  void sendsItsOwnHeadersAndNoOther() {
    requests.askAndAwait("headers");
    M2mApi.Request put = requests.puts("headers").get(0);
    assertEquals("PUT", put.method());
    assertEquals("/partner/data-requests/headers", put.target());
    assertEquals(List.of("application/json"), put.headers().get("Content-type"));
    assertEquals(List.of(Bridge.API_KEY), put.headers().get("X-api-key"));
    assertEquals(List.of("m2m-bridge"), put.headers().get("User-agent"));
    assertEquals(
        Set.of("connection", "content-length", "content-type", "host", "user-agent", "x-api-key"),
        names(put));
  }

  @Test
  void stripsWhatAnEarlierStepLeftInTheHeaders() {
    requests
        .bridge()
        .context()
        .createFluentProducerTemplate()
        .to("direct:reply-call")
        .withHeader("X-Stray", "a value of the user's")
        .withVariable("replyPath", "/partner/data-requests/stray")
        .withVariable("retryUntil", Instant.now().plusSeconds(60))
        .withVariable("reply", "{}".getBytes(StandardCharsets.UTF_8))
        .send();

    assertFalse(names(requests.puts("stray").get(0)).contains("x-stray"));
  }

  @Test
  void sendsTheSameHeadersAgain() {
    requests.answers("again", DataRequests.UNAVAILABLE).askAndAwait("again");
    List<M2mApi.Request> puts = requests.puts("again");
    assertEquals(names(puts.get(0)), names(puts.get(1)));
  }

  @Test
  void followsNoRedirect() {
    try (M2mApi other = new M2mApi()) {
      requests.answers("moved", M2mApi.json(307, "", "Location", other.replyEndpoint("moved")));
      assertEquals("failed", requests.askAndAwait("moved").get("state"));
      assertTrue(other.requests().isEmpty());
    }
  }

  @Test
  void keepsNoCookie() {
    requests.answers("cookie", M2mApi.json(200, "{}", "Set-Cookie", "a=b; Path=/"));
    requests.askAndAwait("cookie");
    requests.askAndAwait("no_cookie");
    assertNull(requests.puts("no_cookie").get(0).headers().get("Cookie"));
  }

  @Tag("verify")
  @Test
  void triesAgainWhereNoConnectionComesAbout() {
    int port = Bridge.freePort();
    try (Bridge bridge =
        Bridge.start(Map.of("m2m.api.base-url", "http://127.0.0.1:" + port + "/"))) {
      bridge
          .sql()
          .sql("INSERT INTO m2m_users (reference_id, id_type) VALUES ('user_off', 'CURP')")
          .update();
      bridge.send(
          requests
              .event("off")
              .withText(
                  "data.replyEndpoint", "http://127.0.0.1:" + port + "/partner/data-requests/off")
              .toString());
      org.awaitility.Awaitility.await()
          .until(
              () ->
                  bridge
                          .sql()
                          .sql("SELECT attempts FROM m2m_data_requests")
                          .query(Integer.class)
                          .optional()
                          .orElse(0)
                      > 4);
      Map<String, Object> row =
          bridge.sql().sql("SELECT * FROM m2m_data_requests").query().singleRow();
      assertEquals("pending", row.get("state"));
      assertEquals(false, row.get("uncertain"));
    }
  }

  @Tag("verify")
  @Test
  void goesThroughTheProxyAndToABaseUrlThatEndsInASlash() {
    try (RecordingServer proxy = new RecordingServer();
        Bridge bridge =
            Bridge.start(
                Map.of(
                    "m2m.api.base-url",
                    requests.api().baseUrl() + "/",
                    "m2m.api.proxy",
                    proxy.baseUrl()))) {
      bridge
          .sql()
          .sql("INSERT INTO m2m_users (reference_id, id_type) VALUES ('user_via', 'CURP')")
          .update();
      bridge.send(requests.event("via").toString());
      bridge.await(DataRequests.key("via"), "done");
      assertEquals(requests.api().replyEndpoint("via"), proxy.requests().get(0).target());
      assertTrue(requests.puts("via").isEmpty());
    }
  }

  private static Set<String> names(M2mApi.Request put) {
    return put.headers().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
