package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.simulator.Findings.Expected;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver that answers as the test says, and what is said of it. */
class FindingsTest {
  private static final Expected NO_REPLIES = new Expected(false, false);
  private static final Expected REPLIES = new Expected(false, true);

  private final Sandbox m2m = new Sandbox();

  FindingsTest() {
    m2m.speed = WebhookScenario.FASTEST;
  }

  @AfterEach
  void close() {
    m2m.close();
  }

  private List<String> findings(Expected expected) throws Exception {
    m2m.awaitIdle();
    return m2m.simulator()
        .ask(
            () ->
                Findings.of(
                    m2m.simulator().webhooks().all(),
                    m2m.simulator().platform().dataRequests(),
                    expected));
  }

  private static Receiver.Answer[] times(int count, Receiver.Answer answer) {
    return IntStream.range(0, count).mapToObj(i -> answer).toArray(Receiver.Answer[]::new);
  }

  @Test
  void areNoneWhereAllIsWell() throws Exception {
    m2m.faults.duplicates = Rate.ALWAYS;
    m2m.faults.unknownEvents = Rate.ALWAYS;
    DataRequest request = m2m.askedOf("user_1");
    m2m.put(
        "/partner/data-requests/" + request.dataRequestId,
        "{'referenceId':'user_1','userData':{'idNumber':'7'}}");

    assertEquals(List.of(), findings(REPLIES));
  }

  @Test
  void nameAWrongSignatureThatIsTaken() throws Exception {
    m2m.faults.badSignature = Rate.ALWAYS;
    Link link = m2m.createLink("user_1");

    assertEquals(
        List.of(
            "Wrong signatures that were answered 2xx: 1 (link.created:"
                + link.linkId
                + "). The receiver must check X-M2M-Signature."),
        findings(NO_REPLIES));
  }

  @Test
  void nameASignatureThatIsCutAndTaken() throws Exception {
    m2m.faults.cutSignature = Rate.ALWAYS;
    m2m.createLink("user_1");

    assertTrue(findings(NO_REPLIES).get(0).startsWith("Wrong signatures"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 500, 302})
  void areNoneWhereAWrongSignatureIsRefused(int status) throws Exception {
    m2m.faults.badSignature = Rate.ALWAYS;
    m2m.receiver.answers(Receiver.status(status));
    m2m.createLink("user_1");

    assertEquals(List.of(), findings(NO_REPLIES));
  }

  @Test
  void nameAnOldSecretThatNobodyKnows() throws Exception {
    m2m.faults.secretChange = Rate.ALWAYS;
    m2m.createLink("user_1");

    assertTrue(findings(NO_REPLIES).get(0).startsWith("Wrong signatures"));
    assertEquals(List.of(), findings(new Expected(true, false)));
  }

  @Test
  void areNoneForWhatMayBeTaken() throws Exception {
    m2m.faults.futureTimestamp = Rate.ALWAYS;
    m2m.faults.millisecondTimestamp = Rate.ALWAYS;
    m2m.faults.eventMismatch = Rate.ALWAYS;
    m2m.faults.oversize = Rate.ALWAYS;
    m2m.createLink("user_1");

    assertEquals(List.of(), findings(NO_REPLIES));
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 302, 401, 422})
  void nameACopyThatIsRefused(int status) throws Exception {
    m2m.faults.duplicates = Rate.ALWAYS;
    m2m.receiver.answers(Receiver.status(200), Receiver.status(status));
    Link link = m2m.createLink("user_1");

    assertEquals(
        List.of(
            "Copies that were refused: 1 (link.created:"
                + link.linkId
                + " "
                + status
                + "). The receiver must answer 2xx to an event that it has."),
        findings(NO_REPLIES));
  }

  @Test
  void areNoneForACopyThatMayBeTakenLater() throws Exception {
    m2m.faults.duplicates = Rate.ALWAYS;
    m2m.receiver.answers(Receiver.status(200), Receiver.status(503));
    m2m.createLink("user_1");

    assertEquals(List.of(), findings(NO_REPLIES));
  }

  @Test
  void nameADataRequestWithoutAReply() throws Exception {
    DataRequest request = m2m.askedOf("user_1");

    assertEquals(
        List.of(
            "Data requests that were never answered: 1 of 1 ("
                + request.dataRequestId
                + "). Use --no-replies if the receiver isn't expected to answer them."),
        findings(REPLIES));
    assertEquals(List.of(), findings(NO_REPLIES));
  }

  @Test
  void nameADataRequestWhoseReplyIsRefused() throws Exception {
    DataRequest request = m2m.askedOf("user_1");
    String path = "/partner/data-requests/" + request.dataRequestId;
    m2m.send(m2m.with("PUT", path, "{}").setHeader("X-API-Key", "another"));

    assertEquals(
        List.of(
            "Data requests without an accepted reply: 1 of 1 ("
                + request.dataRequestId
                + " 401 INVALID_API_KEY). Each is listed with the last answer of M2M's API."),
        findings(REPLIES));
  }

  @Test
  void areNoneWhereTheApiItselfFails() throws Exception {
    DataRequest request = m2m.askedOf("user_1");
    m2m.faults.apiErrors = Rate.ALWAYS;
    m2m.put("/partner/data-requests/" + request.dataRequestId, "{}");

    assertEquals(List.of(), findings(REPLIES));
  }

  @Test
  void areNoneForADataRequestThatMustNotBeAnswered() throws Exception {
    m2m.faults.hostileEndpoint = Rate.ALWAYS;
    m2m.askedOf("user_1");

    assertEquals(List.of(), findings(REPLIES));
  }

  @Test
  void areNoneForADataRequestWithoutTime() throws Exception {
    // Of two seconds the wait before the second attempt takes one and a half.
    m2m.faults.littleTime = Rate.ALWAYS;
    m2m.speed = 40;
    Link link = m2m.createLink("user_1");
    m2m.awaitIdle();
    m2m.receiver.answers(WebhookScenario.REFUSAL, WebhookScenario.REFUSAL);
    m2m.simulator().run(() -> m2m.simulator().platform().open(link));

    assertEquals(List.of(), findings(REPLIES));
  }

  @Test
  void areNoneForADataRequestThatWasNeverTaken() throws Exception {
    m2m.receiver.answers(times(15, WebhookScenario.REFUSAL));
    m2m.askedOf("user_1");

    assertEquals(List.of(), findings(REPLIES));
  }

  @Test
  void waitForARepliesDeadlineAndNoLonger() throws Exception {
    DataRequest request = m2m.askedOf("user_1");
    m2m.awaitIdle();

    assertTrue(Findings.isReplyToCome(List.of(request), Instant.now()));
    assertFalse(
        Findings.isReplyToCome(List.of(request), request.expiresAt.plus(Duration.ofMillis(1))));
  }

  @Test
  void nameTheWebhookThatWasAnsweredLast() throws Exception {
    m2m.createLink("user_1");
    m2m.awaitIdle();
    Link last = m2m.createLink("user_2");
    m2m.awaitIdle();
    m2m.receiver.answers(times(15, Receiver.cut()));
    m2m.createLink("user_3");
    m2m.createLink("user_4");
    m2m.createLink("user_5");

    assertEquals(
        List.of(
            "The receiver stopped answering after webhook 2 of 5 (link.created:"
                + last.linkId
                + "): since then 15 requests without an answer (cut off: 15)."),
        findings(NO_REPLIES));
  }

  @Test
  void nameAReceiverThatNeverAnswered() throws Exception {
    m2m.receiver.answers(times(5, Receiver.cut()));
    m2m.createLink("user_1");

    assertEquals(
        List.of("The receiver never answered: 5 requests without an answer (cut off: 5)."),
        findings(NO_REPLIES));
  }

  @Test
  void areNoneWhereTheReceiverAnsweredAgain() throws Exception {
    m2m.receiver.answers(times(5, Receiver.cut()));
    m2m.createLink("user_1");
    m2m.awaitIdle();
    m2m.createLink("user_2");

    assertEquals(List.of(), findings(NO_REPLIES));
  }
}
