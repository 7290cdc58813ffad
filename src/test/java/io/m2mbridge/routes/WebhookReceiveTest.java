package io.m2mbridge.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Logs;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import io.m2mbridge.webhook.Signature;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReceiveTest extends SentWebhooks {
  // Stored

  @ParameterizedTest
  @ValueSource(
      strings = {
        "link.created",
        "link.opened",
        "user.data_request",
        "operation.created",
        "operation.cancelled"
      })
  void acceptsEachDocumentedEvent(String event) {
    String idField =
        switch (event) {
          case "user.data_request" -> "dataRequestId";
          case "operation.created", "operation.cancelled" -> "operationId";
          default -> "linkId";
        };
    HttpResponse<String> answer =
        bridge.send(Event.of(event).withText("data." + idField, id).toString());
    assertEquals(200, answer.statusCode());
    assertEquals("accepted", Bridge.outcome(answer));
    assertEquals(event, bridge.delivery(event + ":" + id).get("event"));
  }

  @Test
  void storesWhatWasSent() {
    byte[] body =
        ("\n { \"data\":{\"referenceId\" :\"niño 💸\",\"linkId\":\""
                + id
                + "\","
                + "\"url\":\"https:\\/\\/x\",\"openedAt\":\"\\u0032026\"} ,\r\n"
                + "\"event\":\"link.opened\"}\t ")
            .getBytes(UTF_8);
    String timestamp = Long.toString(Instant.now().minusSeconds(77).toEpochMilli());
    String signature =
        "sha256="
            + new Signature(Bridge.SECRET)
                .sign(timestamp, body)
                .substring(7)
                .toUpperCase(Locale.ROOT);
    Instant before = Instant.now();
    HttpResponse<String> answer =
        bridge.send(
            Webhook.of(body)
                .with("X-M2M-Timestamp", timestamp)
                .with("X-M2M-Signature", signature)
                .to(URI.create(bridge.webhooks() + "/acme/eu")));

    assertEquals("accepted", Bridge.outcome(answer));
    Map<String, Object> row = bridge.await("link.opened:" + id, "done");
    assertArrayEquals(body, (byte[]) row.get("body"));
    assertEquals(signature, row.get("signature"));
    assertEquals(Instant.ofEpochMilli(Long.parseLong(timestamp)), instant(row, "signed_at"));
    assertEquals(timestamp, row.get("signed_timestamp"));
    assertTrue(String.valueOf(row.get("secret")).matches("[0-9a-f]{6,}"), () -> row + "");
    String headers = String.valueOf(row.get("headers"));
    assertTrue(headers.contains("\"x-m2m-event\": \"any\""), headers);
    assertTrue(headers.contains("\"content-type\": \"application/json\""), headers);
    assertTrue(headers.contains("\"user-agent\": \"Java-http-client/"), headers);
    assertFalse(headers.contains("host"), headers);
    assertEquals("/webhooks/m2m/acme/eu", row.get("path"));
    assertEquals("link.opened", row.get("event"));
    assertEquals("niño 💸", row.get("reference_id"));
    assertEquals(id, row.get("link_id"));
    assertNull(row.get("reason"));
    assertNull(row.get("last_error"));
    assertEquals(0, row.get("duplicates"));
    assertEquals(1, row.get("attempts"));
    assertTrue(row.get("content_hash").toString().matches("[0-9a-f]{64}"));
    assertBetween(before, instant(row, "received_at"), Instant.now());
    assertBetween(before, instant(row, "last_seen_at"), Instant.now());
  }

  @Test
  void storesSecondsAsSeconds() {
    Instant signedAt = Instant.now().minusSeconds(1234).truncatedTo(ChronoUnit.SECONDS);
    send(Webhook.of(opened().toString()).signedAt(signedAt));
    assertEquals(signedAt, instant(bridge.delivery("link.opened:" + id), "signed_at"));
  }

  @Test
  void acceptsAnUnknownEventAndKeepsIt() {
    byte[] body =
        ("{\"event\":\"link.revoked\",\"data\":{\"linkId\":\"" + id + "\"}}").getBytes(UTF_8);
    assertEquals("accepted", Bridge.outcome(send(Webhook.of(body))));
    assertEquals("duplicate", Bridge.outcome(send(Webhook.of(body))));
    Map<String, Object> row = one("event = 'link.revoked' AND link_id = '" + id + "'");
    assertTrue(row.get("event_key").toString().matches("link\\.revoked:sha256:[0-9a-f]{64}"));
    bridge.await(row.get("event_key").toString(), "done");
  }

  @Test
  void takesTheEventFromTheBodyWhateverTheHeaderSays() {
    for (String header : new String[] {"operation.cancelled", "", "link.opened\u00e9", null}) {
      Event event = opened().withText("data.linkId", id + header);
      assertEquals(
          "accepted",
          Bridge.outcome(send(Webhook.of(event.toString()).with("X-M2M-Event", header))));
      assertEquals("link.opened", bridge.delivery("link.opened:" + id + header).get("event"));
    }
  }

  @Test
  void acceptsARepeatedEventHeader() {
    byte[] body = opened().toString().getBytes(UTF_8);
    List<String> headers = headers(body);
    headers.add("X-M2M-Event: link.opened");
    headers.add("X-M2M-Event: operation.cancelled");
    assertEquals(200, raw().send(POST, headers, body).status());
    assertEquals("link.opened", bridge.delivery("link.opened:" + id).get("event"));
  }

  // Discretion

  @Test
  void logsNothingThatIsSecretOrPersonal() throws Exception {
    List<String> secrets = new ArrayList<>(List.of(Bridge.SECRET, Bridge.API_KEY));
    secrets.add("https://send.example.com/private-");
    secrets.add("Mozilla/5.0 of-one-person");
    String name = "of-one-person";
    try (Logs logs = new Logs()) {
      List<Event> events =
          List.of(
              Event.of("link.created")
                  .withText("data.linkId", id)
                  .withText("data.url", "https://send.example.com/private-" + id)
                  .with("data.metadata", "{\"name\":\"" + name + "\"}"),
              opened().withText("data.deviceInfo.userAgent", "Mozilla/5.0 " + name),
              created().withText("data.userId", "usr-" + name).withText("data.funding.last4", name),
              opened().with("data.linkId", "7").withText("data.deviceInfo.userAgent", name),
              Event.of("link.created").withText("event", "new." + id).withText("data.url", name));
      for (Event event : events) {
        for (int copy = 0; copy < 2; copy++) {
          byte[] body = event.toString().getBytes(UTF_8);
          List<String> headers = headers(body);
          headers.add("X-M2M-Event: " + name);
          headers.add("Cookie: session=" + name);
          secrets.add(headers.get(2).substring("X-M2M-Signature: ".length() + 7));
          assertEquals(200, raw().send(POST, headers, body).status());
          body[0] = ' ';
          assertEquals(401, raw().send(POST, headers, body).status());
          assertEquals(
              400, raw().send("POST /webhooks/m2m?" + name + " HTTP/1.1", headers, body).status());
        }
      }
      bridge.awaitIdle();
      assertFalse(logs.of("m2m.webhook").isEmpty());
      for (Logs.Line line : logs.lines()) {
        for (String secret : secrets) {
          assertFalse(line.text().contains(secret), line::toString);
        }
        assertFalse(line.text().contains(name), line::toString);
      }
    }
  }

  private static void assertBetween(Instant from, Instant instant, Instant to) {
    assertFalse(instant.isBefore(from.minusMillis(5)), instant::toString);
    assertFalse(instant.isAfter(to.plusMillis(5)), instant::toString);
  }
}
