package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.simulator.Receiver.Request;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers end the attempts of a webhook, and the waits between them. */
class WebhookRetriesTest extends WebhookScenario {
  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void isTakenByAny2xx(int status) throws Exception {
    m2m.receiver.answers(Receiver.status(status));
    Webhook webhook = created();

    assertEquals(Webhook.State.ACKNOWLEDGED, webhook.state);
    assertEquals(status, webhook.attempts.get(0).status());
    assertEquals(1, m2m.receiver.requests().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308, 304, 400, 401, 404, 410, 413, 429, 500, 503})
  void triesAgainAfterAnyOtherStatus(int status) throws Exception {
    m2m.speed = FASTEST;
    m2m.receiver.answers(Receiver.status(status, "Location", m2m.receiver.url("/elsewhere")));
    Webhook webhook = created();

    assertEquals(Webhook.State.ACKNOWLEDGED, webhook.state);
    assertEquals(
        List.of(Integer.toString(status), "200"),
        webhook.attempts.stream().map(Webhook.Attempt::outcome).toList());
    assertEquals(
        List.of("/webhooks/m2m", "/webhooks/m2m"),
        m2m.receiver.requests().stream().map(Request::path).toList());
  }

  @Test
  void failsAfterFiveAttemptsAndTheWaitsBetweenThem() throws Exception {
    m2m.speed = FAST;
    m2m.receiver.answers(REFUSAL, REFUSAL, REFUSAL, REFUSAL, REFUSAL);
    Webhook webhook = created();

    assertEquals(Webhook.State.FAILED, webhook.state);
    assertEquals(
        List.of(webhook),
        m2m.simulator().webhooks().all().stream()
            .filter(each -> each.state == Webhook.State.FAILED)
            .toList());
    assertEquals(5, webhook.attempts.size());
    List<Request> requests = m2m.receiver.requests();
    assertEquals(5, requests.size());
    assertTrue(requests.stream().allMatch(request -> request.isSignedWith(Sandbox.SECRET)));
    requests.forEach(request -> assertArrayEquals(first().body(), request.body()));
    assertWaits(List.of(10, 50, 300, 1_200));
  }

  @Test
  void waitsTwiceAsLongEachTimeWhereTheStanceSaysSo() throws Exception {
    m2m.stances.retries = Stances.Retries.exponential;
    m2m.speed = FAST;
    m2m.receiver.answers(REFUSAL, REFUSAL, REFUSAL, REFUSAL, REFUSAL);

    assertEquals(Webhook.State.FAILED, created().state);
    assertWaits(List.of(10, 20, 40, 80));
  }

  private void assertWaits(List<Integer> leastMillis) {
    List<Request> requests = m2m.receiver.requests();
    for (int i = 0; i < leastMillis.size(); i++) {
      Duration gap = Duration.ofNanos(requests.get(i + 1).atNanos() - requests.get(i).atNanos());
      assertTrue(gap.toMillis() >= leastMillis.get(i), "wait " + (i + 1) + " was " + gap);
    }
    assertEquals(leastMillis.size() + 1, requests.size());
  }

  @Test
  void waitsAsTheTableHasIt() {
    assertEquals(
        List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofMinutes(120)),
        new Stances().waits());
  }

  @Test
  void waitsOneTwoFourAndEightMinutesWhereTheStanceSaysSo() {
    m2m.stances.retries = Stances.Retries.exponential;

    assertEquals(
        List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(4),
            Duration.ofMinutes(8)),
        m2m.stances.waits());
  }

  @Test
  void countsATimeOutAsAFailure() throws Exception {
    m2m.speed = FASTEST;
    m2m.timeout = Duration.ofSeconds(1);
    m2m.receiver.answers(m2m.receiver.silence());
    Webhook webhook = created();

    assertEquals(Webhook.State.ACKNOWLEDGED, webhook.state);
    assertEquals("timed out", webhook.attempts.get(0).outcome());
    assertTrue(webhook.attempts.get(0).took().toMillis() >= 1_000);
    assertEquals(200, webhook.attempts.get(1).status());
    assertEquals(2, m2m.receiver.requests().size());
  }

  @Test
  void countsACutConnectionAsAFailure() throws Exception {
    m2m.speed = FASTEST;
    m2m.receiver.answers(Receiver.cut());
    Webhook webhook = created();

    assertEquals(Webhook.State.ACKNOWLEDGED, webhook.state);
    assertEquals("cut off", webhook.attempts.get(0).outcome());
    assertEquals(200, webhook.attempts.get(1).status());
  }

  @Test
  void countsARefusedConnectionAsAFailure() throws Exception {
    m2m.speed = FASTEST;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      m2m.url = "http://127.0.0.1:" + free.getLocalPort() + "/webhooks/m2m";
    }
    Webhook webhook = created();

    assertEquals(Webhook.State.FAILED, webhook.state);
    assertEquals(
        List.of("no connection"),
        webhook.attempts.stream().map(Webhook.Attempt::outcome).distinct().toList());
    assertEquals(5, webhook.attempts.size());
  }

  @Test
  void stopsAfterAnAnswerThatTheStanceNames() throws Exception {
    m2m.speed = FASTEST;
    m2m.stances.stopRetries = List.of(410, 404);
    m2m.receiver.answers(Receiver.cut(), REFUSAL, Receiver.status(410));
    Webhook webhook = created();

    assertEquals(Webhook.State.FAILED, webhook.state);
    assertEquals(3, webhook.attempts.size());
    assertEquals(3, m2m.receiver.requests().size());
  }

  @Test
  void replaysWhatFailedWithFiveAttemptsMore() throws Exception {
    m2m.speed = FASTEST;
    m2m.receiver.answers(REFUSAL, REFUSAL, REFUSAL, REFUSAL, REFUSAL, REFUSAL, REFUSAL);
    Webhook webhook = created();
    assertEquals(Webhook.State.FAILED, webhook.state);
    replay(webhook);

    assertEquals(Webhook.State.ACKNOWLEDGED, webhook.state);
    assertEquals(8, m2m.receiver.requests().size());
    assertEquals(8, webhook.attempts.size());
    Request last = m2m.receiver.requests().get(7);
    assertTrue(last.isSignedWith(Sandbox.SECRET));
    assertArrayEquals(first().body(), last.body());
  }
}
