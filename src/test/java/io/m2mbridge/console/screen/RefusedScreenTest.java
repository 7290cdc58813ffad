package io.m2mbridge.console.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.testing.ConsoleClient;
import io.m2mbridge.testing.RawHttp;
import io.m2mbridge.testkit.Bridge;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests that the bridge refuses, as the console tells them. */
class RefusedScreenTest {
  private static Bridge bridge;
  private static ConsoleClient viewer;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
    viewer = ConsoleClient.of(bridge, ConsoleClient.VIEWER);
  }

  private static int send(String requestLine, List<String> headers, String body) {
    return new RawHttp(bridge.port()).send(requestLine, headers, body.getBytes(UTF_8)).status();
  }

  /** The newest request that was refused: its status and its reason. */
  private static String newest() throws IOException {
    return refused(0);
  }

  /**
   * @param back how many requests were refused since
   */
  private static String refused(int back) throws IOException {
    JsonNode row = JsonMapper.builder().build().readTree(json()).path("refused").path(back);
    assertEquals("127.0.0.1", row.path("address").asText());
    return row.path("status").asText() + " " + row.path("reason").asText();
  }

  private static String json() {
    return viewer.json("/console/refused");
  }

  @Test
  void tellsWhyARouteRefused() throws IOException {
    List<String> json = List.of("Content-Type: application/json");
    assertEquals(404, send("POST /webhooks/other HTTP/1.1", json, "{}"));
    assertEquals("404 path", newest());
    assertEquals(404, send("POST /webhooks/m2mx HTTP/1.1", json, "{}"));
    assertEquals("404 path", newest());
    assertEquals(405, send("GET /webhooks/m2m HTTP/1.1", List.of(), ""));
    assertEquals("405 method", newest());
    assertEquals("404 path", refused(1));
    assertEquals(401, send("POST /webhooks/m2m HTTP/1.1", json, "{\"of\":\"Lovelace\"}"));
    assertEquals("401 no-signature", newest());
    assertFalse(json().contains("Lovelace"));
  }

  @Test
  void tellsWhatNoRouteHasSeen() throws IOException {
    assertEquals(
        431, send("POST /webhooks/m2m HTTP/1.1", List.of("X-Long: " + "x".repeat(9_000)), ""));
    assertEquals("431 invalid-request", newest());
    assertEquals(
        413,
        send(
            "POST /webhooks/m2m HTTP/1.1",
            List.of("Content-Type: application/json"),
            "x".repeat(300_000)));
    assertEquals("413 body-too-large", newest());
  }

  @Test
  void tellsNothingOfTheConsolesOwnListener() {
    String before = json();
    viewer.get("/console/none");
    assertEquals(before, json());
  }
}
