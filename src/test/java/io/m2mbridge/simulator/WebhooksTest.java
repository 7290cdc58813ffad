package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.simulator.Receiver.Request;
import io.m2mbridge.webhook.Signature;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WebhooksTest extends WebhookScenario {
  @Test
  void sendsTheDocumentedHeadersAndNoOther() throws Exception {
    created();

    Request request = first();
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(request.headers().keySet());
    names.removeAll(List.of("Host", "Content-Length"));
    assertEquals("POST", request.method());
    assertEquals("/webhooks/m2m", request.path());
    assertEquals(4, names.size(), names.toString());
    assertEquals(List.of("application/json"), request.headers().get("Content-Type"));
    assertEquals(List.of("link.created"), request.headers().get("X-M2M-Event"));
    assertTrue(request.timestamp().matches("[0-9]{10}"), request.timestamp());
    assertTrue(isNow(Long.parseLong(request.timestamp())), request.timestamp());
    assertTrue(request.header("X-M2M-Signature").matches("sha256=[0-9a-f]{64}"));
  }

  @Test
  void signsTheTimestampAndExactlyTheBytesThatItSends() throws Exception {
    created();

    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Sandbox.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((first().timestamp() + ".").getBytes(StandardCharsets.US_ASCII));
    assertEquals(
        "sha256=" + HexFormat.of().formatHex(mac.doFinal(first().body())),
        first().header("X-M2M-Signature"));
  }

  @Test
  void wrapsTheDataInTheEnvelope() throws Exception {
    Webhook webhook = created();

    String body = new String(first().body(), StandardCharsets.UTF_8);
    String timestamp = first().json().path("timestamp").asText();
    assertTrue(body.startsWith("{\"event\":\"link.created\",\"timestamp\":\"" + timestamp), body);
    assertTrue(timestamp.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"), timestamp);
    assertEquals(webhook.generatedAt, Instant.parse(timestamp));
    assertEquals(3, first().json().size());
    assertEquals(webhook.link.linkId, first().json().at("/data/linkId").asText());
  }

  @Test
  void tellsEachStepOfAUser() throws Exception {
    DataRequest asked = m2m.askedOf("user_1");
    m2m.simulator()
        .ask(
            () -> {
              Platform platform = m2m.simulator().platform();
              platform.cancel(
                  platform.send(asked.link, BigDecimal.TEN, BigDecimal.ONE, BigDecimal.ZERO));
              return 0;
            });
    m2m.awaitIdle();

    for (String event : EventTemplates.EVENTS) {
      List<Request> requests = m2m.receiver.requests(event);
      assertEquals(1, requests.size(), event);
      assertEquals(event, requests.get(0).header("X-M2M-Event"));
      assertTrue(requests.get(0).isSignedWith(Sandbox.SECRET), event);
    }
    assertEquals(5, m2m.receiver.requests().size());
  }

  @Test
  void signsEachAttemptWithATimestampOfItsOwn() throws Exception {
    m2m.speed = SECONDS;
    m2m.receiver.answers(REFUSAL);
    created();

    assertTrue(Long.parseLong(first().timestamp()) < Long.parseLong(second().timestamp()));
    assertTrue(first().isSignedWith(Sandbox.SECRET));
    assertTrue(second().isSignedWith(Sandbox.SECRET));
    assertArrayEquals(first().body(), second().body());
  }

  @Test
  void sendsAnUnknownEventAfterAnother() throws Exception {
    m2m.faults.unknownEvents = Rate.ALWAYS;
    Webhook webhook = created();

    assertEquals(2, m2m.receiver.requests().size());
    Request unknown = m2m.receiver.requests("link.reminded").get(0);
    assertEquals(webhook.link.linkId, unknown.json().at("/data/linkId").asText());
    assertEquals("link.reminded", unknown.header("X-M2M-Event"));
    assertTrue(unknown.isSignedWith(Sandbox.SECRET));
  }

  @Test
  void sendsTwoKindsOfEventWhereTheStanceSaysSo() throws Exception {
    m2m.stances.twoEvents = true;
    DataRequest asked = m2m.askedOf("user_1");
    m2m.simulator()
        .ask(
            () -> {
              Platform platform = m2m.simulator().platform();
              platform.cancel(
                  platform.send(asked.link, BigDecimal.TEN, BigDecimal.ONE, BigDecimal.ZERO));
              return 0;
            });
    m2m.awaitIdle();

    assertEquals(
        Set.of("link.opened", "user.data_request"),
        m2m.receiver.requests().stream()
            .map(request -> request.json().path("event").asText())
            .collect(Collectors.toSet()));
    assertEquals(2, m2m.receiver.requests().size());
  }

  /** Has the first attempt refused after a new secret was made, and gives that secret. */
  private String secretMadeDuringTheFirstAttempt() throws Exception {
    m2m.speed = FASTEST;
    AtomicReference<String> secret = new AtomicReference<>();
    m2m.receiver.answers(
        exchange -> {
          try {
            secret.set(
                m2m.post("/partner/webhooks/config/regenerate-secret", null)
                    .body()
                    .path("webhookSecret")
                    .asText());
          } catch (Exception e) {
            throw new java.io.IOException(e);
          }
          REFUSAL.to(exchange);
        });
    created();
    return secret.get();
  }

  @Test
  void signsARetryWithTheSecretThatHoldsThen() throws Exception {
    String secret = secretMadeDuringTheFirstAttempt();

    assertTrue(first().isSignedWith(Sandbox.SECRET));
    assertTrue(second().isSignedWith(secret));
    assertFalse(second().isSignedWith(Sandbox.SECRET));
  }

  @Test
  void signsARetryWithTheSecretOfTheFirstAttemptWhereTheStanceSaysSo() throws Exception {
    m2m.stances.retriesSignedBy = Stances.SignedBy.first;
    String secret = secretMadeDuringTheFirstAttempt();

    assertTrue(second().isSignedWith(Sandbox.SECRET));
    assertFalse(second().isSignedWith(secret));
  }

  @Test
  void signsWithTheDecodedSecretWhereTheStanceSaysSo() throws Exception {
    m2m.stances.secretBytes = Stances.SecretBytes.base64;
    created();

    assertTrue(first().isSignedBy(Signature.withKey(Base64.getDecoder().decode("c2FuZGJveA=="))));
    assertFalse(first().isSignedWith(Sandbox.SECRET));
  }

  @Test
  void writesTheSignatureInCapitalsWhereTheStanceSaysSo() throws Exception {
    m2m.stances.signatureCase = Stances.HexCase.upper;
    created();

    assertTrue(first().header("X-M2M-Signature").matches("sha256=[0-9A-F]{64}"));
    assertTrue(first().isSignedWith(Sandbox.SECRET));
  }

  @Test
  void sendsTheEventsOfALinkToItsCallbackUrl() throws Exception {
    m2m.stances.plainCallbacks = true;
    m2m.createLink("user_1", ",'callbackUrl':'" + m2m.receiver.url("/callback") + "'");
    m2m.createLink("user_2");
    m2m.awaitIdle();

    for (Request request : m2m.receiver.requests()) {
      boolean isFirst = request.json().at("/data/referenceId").asText().equals("user_1");
      assertEquals(isFirst ? "/callback" : "/webhooks/m2m", request.path());
      assertTrue(request.isSignedWith(Sandbox.SECRET));
    }
    assertEquals(2, m2m.receiver.requests().size());
  }

  @Test
  void signsWhatGoesToACallbackUrlWithASecretOfItsOwn() throws Exception {
    m2m.stances.callbackSecret = "whsec_callback";
    m2m.stances.plainCallbacks = true;
    m2m.createLink("user_1", ",'callbackUrl':'" + m2m.receiver.url("/callback") + "'");
    m2m.createLink("user_2");
    m2m.awaitIdle();

    for (Request request : m2m.receiver.requests()) {
      assertTrue(
          request.isSignedWith(
              request.path().equals("/callback") ? "whsec_callback" : Sandbox.SECRET));
    }
    assertEquals(2, m2m.receiver.requests().size());
  }

  @Test
  void asksASecondTimeUnderAnotherId() throws Exception {
    m2m.faults.secondDataRequest = Rate.ALWAYS;
    m2m.askedOf("user_1");
    m2m.awaitIdle();

    assertEquals(
        2,
        m2m.receiver.requests("user.data_request").stream()
            .map(request -> request.json().at("/data/dataRequestId").asText())
            .distinct()
            .count());
  }
}
