package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.LogLines;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DataRequestEndTest {
  private static DataRequests requests;

  @BeforeAll
  static void start(DataRequests shared) {
    requests = shared;
  }

  private static final List<String> SECRETS =
      List.of(
          Bridge.SECRET,
          Bridge.API_KEY,
          "Carlos",
          "Lopez",
          "GALO900515",
          "1990-05-15",
          "sha256=",
          "https://send.m2m.leapfinancial.com");

  @Test
  void countsEachEndOnce() {
    double fulfilled = requests.replies("fulfilled");
    double failed = requests.replies("failed");
    double expired = requests.replies("expired");
    double rejected = requests.replies("rejected");
    double noData = requests.replies("no_data");
    double retry = requests.replies("retry");
    double timed = requests.metric("m2m_reply_seconds_count(?:\\{[^}]*})?");

    requests.askAndAwait("one");
    var no = DataRequests.UNAVAILABLE;
    requests.answers("two", no, no, no, no, M2mApi.cut()).askAndAwait("two");
    requests.answers("three", M2mApi.json(400, "")).askAndAwait("three");
    requests.answers("four", M2mApi.json(401, "")).ask("four").await("four", "dead");
    requests.answers("five", M2mApi.json(409, "")).askAndAwait("five");
    requests.send(requests.event("six").withText("data.expiresAt", Instant.EPOCH.toString()));
    requests.await("six", "done");
    requests.send(requests.event("seven").withText("data.replyEndpoint", "https://evil.example"));
    requests.await("seven", "done");
    requests.send(requests.event("eight")).await("eight", "done");

    assertEquals(2, requests.replies("fulfilled") - fulfilled);
    assertEquals(2, requests.replies("failed") - failed);
    assertEquals(2, requests.replies("expired") - expired);
    assertEquals(1, requests.replies("rejected") - rejected);
    assertEquals(1, requests.replies("no_data") - noData);
    assertEquals(5, requests.replies("retry") - retry);
    assertEquals(2, requests.metric("m2m_reply_seconds_count(?:\\{[^}]*})?") - timed);
  }

  @Test
  void countsADeadlineThatPassedWhileItWasTried() {
    double expired = requests.replies("expired");
    double retry = requests.replies("retry");
    requests.answers("late", M2mApi.json(503, "", "Retry-After", "60")).knows("late");
    requests.send(
        requests.event("late").withText("data.expiresAt", Instant.now().plusSeconds(1).toString()));
    requests.await("late", "dead");
    assertEquals(1, requests.replies("expired") - expired);
    assertEquals(1, requests.replies("retry") - retry);
  }

  @Test
  void leavesOneLineOfEachReply() {
    try (LogLines log = LogLines.capture()) {
      requests.answers("line", DataRequests.UNAVAILABLE).askAndAwait("line");
      List<String> lines = log.with("m2m.reply ");
      assertEquals(1, lines.size(), lines::toString);
      assertTrue(
          lines
              .get(0)
              .matches(
                  "m2m.reply reply fulfilled request=line reference=user_line status=200 code="
                      + " fields=name.secondName,name.secondLastName,idNumber,idType,dob"
                      + " attempt=1 ms=\\d+"),
          lines::toString);
    }
  }

  @Test
  void logsNoValueAndNoSecretAsShipped() {
    try (LogLines log = LogLines.capture()) {
      lead();
      assertNothingSecret(log);
    }
  }

  @Test
  void logsNoValueAndNoSecretAtAnyLevelOfTheRoot() {
    try (LogLines log = LogLines.captureAll()) {
      lead();
      LoggerFactory.getLogger("m2m.site").trace("as loud as it gets");
      assertEquals(1, log.with("as loud as it gets").size());
      assertNothingSecret(log);
    }
  }

  /** A link whose user is fetched ahead, and requests that end in many ways. */
  private static void lead() {
    String suffix = Long.toHexString(System.nanoTime());
    String id = "told_" + suffix;
    requests.knows(id);
    requests
        .bridge()
        .send(
            Event.of("link.created")
                .withText("data.linkId", "link_" + suffix)
                .withText("data.referenceId", DataRequests.user(id))
                .toString());
    requests.bridge().await("link.created:link_" + suffix, "done");
    requests
        .answers(id, DataRequests.UNAVAILABLE, M2mApi.cut())
        .send(requests.event(id))
        .await(id, "done");
    String refused = "told_401_" + suffix;
    requests
        .answers(refused, M2mApi.json(401, "{\"code\":\"Carlos Lopez\"}"))
        .ask(refused)
        .await(refused, "dead");
    requests.awaitNotice("key-refused", refused);
    String twice = "told_two_rows_" + suffix;
    requests
        .knows(twice)
        .bridge()
        .sql()
        .sql("ALTER TABLE m2m_users RENAME TO m2m_users_elsewhere")
        .update();
    requests.send(requests.event(twice));
    Awaitility.await()
        .until(
            () -> {
              var row = requests.bridge().delivery(DataRequests.key(twice));
              return row.get("last_error") != null;
            });
    requests.bridge().sql().sql("ALTER TABLE m2m_users_elsewhere RENAME TO m2m_users").update();
    requests.await(twice, "done");
  }

  private static void assertNothingSecret(LogLines log) {
    StringBuilder found = new StringBuilder();
    for (String secret : SECRETS) {
      List<String> lines = log.with(secret);
      lines.stream()
          .map(line -> line.substring(0, Math.min(line.length(), 300)))
          .distinct()
          .limit(40)
          .forEach(line -> found.append(secret).append(": ").append(line).append('\n'));
    }
    assertTrue(found.isEmpty(), found::toString);
  }
}
