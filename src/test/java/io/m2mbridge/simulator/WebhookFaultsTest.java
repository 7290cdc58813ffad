package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.simulator.Receiver.Request;
import io.m2mbridge.webhook.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WebhookFaultsTest extends WebhookScenario {
  @Test
  void freezesTheTimestampAndSignatureOfTheFirstAttempt() throws Exception {
    m2m.faults.frozenTimestamp = Rate.ALWAYS;
    m2m.speed = SECONDS;
    m2m.receiver.answers(REFUSAL);
    created();

    assertEquals(first().timestamp(), second().timestamp());
    assertEquals(first().header("X-M2M-Signature"), second().header("X-M2M-Signature"));
    assertTrue(second().isSignedWith(Sandbox.SECRET));
  }

  @Test
  void writesATimestampOfItsOwnIntoTheBodyOfEachAttemptCopyAndReplay() throws Exception {
    m2m.faults.newBodyTimestamp = Rate.ALWAYS;
    m2m.faults.duplicates = Rate.ALWAYS;
    m2m.speed = FAST;
    m2m.receiver.answers(REFUSAL);
    Webhook webhook = created();
    replay(webhook);

    List<Request> requests = m2m.receiver.requests();
    assertTrue(requests.stream().allMatch(request -> request.isSignedWith(Sandbox.SECRET)));
    assertEquals(5, requests.size());
    assertTrue(
        Instant.parse(first().json().path("timestamp").asText())
            .isBefore(Instant.parse(second().json().path("timestamp").asText())));
    assertEquals(
        1, requests.stream().map(request -> request.json().path("data")).distinct().count());
  }

  @Test
  void signsTheFirstAttemptWithTheOldSecret() throws Exception {
    m2m.faults.secretChange = Rate.ALWAYS;
    m2m.speed = FASTEST;
    m2m.receiver.answers(REFUSAL);
    created();

    assertTrue(first().isSignedWith(Sandbox.OLD_SECRET));
    assertTrue(second().isSignedWith(Sandbox.SECRET));
  }

  @Test
  void getsOneDigitOfTheFirstSignatureWrong() throws Exception {
    m2m.faults.badSignature = Rate.ALWAYS;
    m2m.speed = FASTEST;
    m2m.receiver.answers(REFUSAL);
    created();

    String right = new Signature(Sandbox.SECRET).sign(first().timestamp(), first().body());
    String wrong = first().header("X-M2M-Signature");
    assertTrue(wrong.matches("sha256=[0-9a-f]{64}"), wrong);
    assertNotEquals(right, wrong);
    assertEquals(right.substring(0, 70), wrong.substring(0, 70));
    assertTrue(second().isSignedWith(Sandbox.SECRET));
  }

  @Test
  void writesTheTimestampInMilliseconds() throws Exception {
    m2m.faults.millisecondTimestamp = Rate.ALWAYS;
    m2m.speed = FASTEST;
    m2m.receiver.answers(REFUSAL);
    created();

    for (Request request : List.of(first(), second())) {
      assertTrue(request.timestamp().matches("[0-9]{13}"), request.timestamp());
      assertTrue(isNow(Long.parseLong(request.timestamp()) / 1_000), request.timestamp());
      assertTrue(request.isSignedWith(Sandbox.SECRET));
    }
  }

  @Test
  void writesTheFirstTimestampAnHourAhead() throws Exception {
    m2m.faults.futureTimestamp = Rate.ALWAYS;
    m2m.speed = FASTEST;
    m2m.receiver.answers(REFUSAL);
    created();

    assertTrue(isNow(Long.parseLong(first().timestamp()) - 3_600), first().timestamp());
    assertTrue(first().isSignedWith(Sandbox.SECRET));
    assertTrue(isNow(Long.parseLong(second().timestamp())), second().timestamp());
  }

  @Test
  void writesAFirstTimestampThatIsNoNumberAndSignsIt() throws Exception {
    m2m.faults.garbageTimestamp = Rate.ALWAYS;
    m2m.speed = FASTEST;
    m2m.receiver.answers(REFUSAL);
    created();

    assertFalse(first().timestamp().matches("[0-9]+"), first().timestamp());
    assertEquals(
        new Signature(Sandbox.SECRET).sign(first().timestamp(), first().body()),
        first().header("X-M2M-Signature"));
    assertTrue(isNow(Long.parseLong(second().timestamp())), second().timestamp());
  }

  @Test
  void neverFreezesATimestampThatCannotBeTaken() throws Exception {
    m2m.faults.garbageTimestamp = Rate.ALWAYS;
    m2m.faults.futureTimestamp = Rate.ALWAYS;
    m2m.faults.frozenTimestamp = Rate.ALWAYS;
    created();

    assertTrue(isNow(Long.parseLong(first().timestamp())), first().timestamp());
  }

  @Test
  void namesAnotherEventInTheHeaderThanInTheBody() throws Exception {
    m2m.faults.eventMismatch = Rate.ALWAYS;
    m2m.askedOf("user_1");
    m2m.awaitIdle();

    assertEquals(3, m2m.receiver.requests().size());
    for (Request request : m2m.receiver.requests()) {
      assertNotEquals(request.json().path("event").asText(), request.header("X-M2M-Event"));
      assertTrue(EventTemplates.EVENTS.contains(request.header("X-M2M-Event")));
      assertTrue(request.isSignedWith(Sandbox.SECRET));
    }
  }

  @Test
  void sendsMoreThanAMebibyte() throws Exception {
    m2m.faults.oversize = Rate.ALWAYS;
    Webhook webhook = created();

    assertTrue(first().body().length > 1 << 20, first().body().length + " bytes");
    assertTrue(first().isSignedWith(Sandbox.SECRET));
    assertEquals(webhook.link.linkId, first().json().at("/data/linkId").asText());
  }

  @Test
  void holdsWebhooksBackSoThatLaterOnesOvertakeThem() throws Exception {
    m2m.faults.reorder = Rate.ALWAYS;
    m2m.speed = 1_000;
    for (int user = 0; user < 10; user++) {
      m2m.createLink("user_" + user);
    }
    m2m.awaitIdle();

    List<String> asTheyCame =
        m2m.receiver.requests().stream()
            .map(request -> request.json().at("/data/referenceId").asText())
            .toList();
    assertNotEquals(asTheyCame.stream().sorted().toList(), asTheyCame);
    assertEquals(
        IntStream.range(0, 10).mapToObj(user -> "user_" + user).collect(Collectors.toSet()),
        Set.copyOf(asTheyCame));
  }

  @Test
  void sendsACopyOfWhatWasTaken() throws Exception {
    m2m.faults.duplicates = Rate.ALWAYS;
    m2m.speed = FAST;
    m2m.receiver.answers(REFUSAL, Receiver.status(200), REFUSAL);
    Webhook webhook = created();

    assertEquals(Webhook.State.ACKNOWLEDGED, webhook.state);
    assertEquals(2, webhook.attempts.size());
    assertEquals(List.of("500"), webhook.copies.stream().map(Webhook.Attempt::outcome).toList());
    assertEquals(3, m2m.receiver.requests().size());
    Request copy = m2m.receiver.requests().get(2);
    assertTrue(copy.isSignedWith(Sandbox.SECRET));
    assertArrayEquals(first().body(), copy.body());
  }

  @Test
  void sendsNoCopyOfWhatFailed() throws Exception {
    m2m.faults.duplicates = Rate.ALWAYS;
    m2m.speed = FASTEST;
    m2m.receiver.answers(REFUSAL, REFUSAL, REFUSAL, REFUSAL, REFUSAL);
    Webhook webhook = created();

    assertEquals(List.of(), webhook.copies);
    assertEquals(5, m2m.receiver.requests().size());
  }
}
