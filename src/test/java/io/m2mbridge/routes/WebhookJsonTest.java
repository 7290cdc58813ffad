package io.m2mbridge.routes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.JsonCases;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever JSON M2M may sign: it is done or in quarantine, and never lost, dead or a 5xx. */
@Tag("verify")
@Timeout(300)
class WebhookJsonTest {
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    bridge = Bridge.start(Map.of("m2m.dispatch.maximum-attempts", "1"));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private final Map<String, byte[]> sent = new HashMap<>();

  private void send(String name, byte[] body) {
    HttpResponse<String> answer = bridge.send(Webhook.of(body).to(bridge.webhooks()));
    assertEquals(200, answer.statusCode(), name);
    sent.put(name, body);
  }

  private void assertStates(Map<Character, String> expected) {
    bridge.awaitIdle();
    List<String> wrong = new ArrayList<>();
    Map<String, String> states = new HashMap<>();
    bridge
        .sql()
        .sql(
            "SELECT encode(sha256(body), 'hex') AS hash, state || coalesce(' ' || reason, '') AS s FROM m2m_deliveries")
        .query((row, n) -> states.put(row.getString("hash"), row.getString("s")))
        .list();
    sent.forEach(
        (name, body) -> {
          String state = String.valueOf(states.get(sha256(body)));
          if (!state.matches(expected.get(name.charAt(0)))) {
            wrong.add(name + ": " + state);
          }
        });
    assertEquals(List.of(), wrong);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keepsWhatIsNoEvent() {
    JsonCases.all().forEach(this::send);

    assertStates(
        Map.of(
            'y', "quarantined bad-(event|json|data)",
            'n', "quarantined bad-(encoding|json)",
            'i', "quarantined bad-.*"));
  }

  @ParameterizedTest
  @CsvSource({
    "link.created, linkId",
    "link.opened, linkId",
    "user.data_request, dataRequestId",
    "operation.created, operationId",
    "operation.cancelled, operationId",
    "something.new, id"
  })
  void runsTheEventOrKeepsItWhateverItsDataHoldsBeside(String event, String id) {
    String[] known = {event.equals("something.new") ? "link.created" : event};
    JsonCases.all()
        .forEach(
            (name, value) -> {
              String body =
                  Event.of(known[0])
                      .withText("event", event)
                      .withText("data." + id, "json_" + name)
                      .withText("data.metadata", "?")
                      .toString();
              String latin = new String(body.getBytes(UTF_8), ISO_8859_1);
              byte[] whole =
                  latin.replace("\"?\"", new String(value, ISO_8859_1)).getBytes(ISO_8859_1);
              if (whole.length <= 262_144) {
                send(name, whole);
              }
            });

    assertStates(
        Map.of(
            'y', "done",
            'n', "quarantined bad-(encoding|json)",
            'i', "done|quarantined bad-json"));
  }
}
