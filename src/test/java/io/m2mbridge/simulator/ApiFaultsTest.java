package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.simulator.Sandbox.Answer;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiFaultsTest {
  private static final String LINKS = "/partner/links";

  private final Sandbox m2m = new Sandbox();

  @AfterEach
  void close() {
    m2m.close();
  }

  private int links() throws InterruptedException {
    return m2m.simulator().ask(() -> m2m.simulator().platform().links().size());
  }

  private static String link(int user) {
    return "{'referenceId':'user_" + user + "'}";
  }

  private static String shape(Answer answer) {
    if (answer.body().path("error").has("code")) {
      return answer.status() + " wrapped";
    }
    if (answer.body().has("code")) {
      return answer.status() + " bare";
    }
    if (answer.body().isTextual()) {
      return answer.status() + " text";
    }
    return answer.status() + (answer.text().isEmpty() ? " empty" : " no JSON");
  }

  @Test
  void answersWithErrorsInEachShapeAndDoesNothing() throws Exception {
    m2m.faults.apiErrors = Rate.ALWAYS;
    Set<String> shapes = new TreeSet<>();
    for (int user = 0; user < 60; user++) {
      Answer answer = m2m.post(LINKS, link(user));
      shapes.add(shape(answer));
      assertEquals(answer.status() == 429 ? "1" : null, answer.retryAfter());
    }

    assertEquals(Set.of("429 wrapped", "500 bare", "500 text", "502 no JSON", "503 empty"), shapes);
    assertEquals(0, links());
  }

  @Test
  void saysNotWhenToComeAgainWhereTheStanceSaysSo() throws Exception {
    m2m.faults.apiErrors = Rate.ALWAYS;
    m2m.stances.noRetryAfter = true;
    Set<Integer> statuses = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      Answer answer = m2m.get(LINKS);
      statuses.add(answer.status());
      assertEquals(null, answer.retryAfter());
    }

    assertTrue(statuses.contains(429), statuses.toString());
  }

  @Test
  void answersSomeCallsWithErrorsAtARateBelowAll() throws Exception {
    m2m.faults.apiErrors = new Rate(0.5);
    int taken = 0;
    for (int user = 0; user < 60; user++) {
      taken += m2m.post(LINKS, link(user)).status() == 201 ? 1 : 0;
    }

    assertTrue(taken > 10 && taken < 50, taken + " taken");
    assertEquals(taken, links());
  }

  @Test
  void cutsTheConnectionAndHasTakenSomeOfTheRequests() throws Exception {
    m2m.faults.apiCuts = Rate.ALWAYS;
    for (int user = 0; user < 24; user++) {
      String body = link(user);
      assertThrows(IOException.class, () -> m2m.post(LINKS, body));
    }

    int taken = links();
    assertTrue(taken > 2 && taken < 22, taken + " taken");
  }

  @Test
  void answersLate() throws Exception {
    m2m.faults.apiSlow = Rate.ALWAYS;
    m2m.apiDelay = Duration.ofMillis(400);
    m2m.simulator();
    long start = System.nanoTime();
    Answer answer = m2m.post(LINKS, link(1));

    assertEquals(201, answer.status());
    assertTrue(System.nanoTime() - start >= m2m.apiDelay.toNanos());
  }

  @Test
  void hasTakenARequestThoughNobodyWaitsForItsAnswer() throws Exception {
    m2m.faults.apiSlow = Rate.ALWAYS;
    m2m.apiDelay = Duration.ofMinutes(1);
    m2m.simulator();
    assertThrows(
        HttpTimeoutException.class,
        () -> m2m.send(m2m.with("POST", LINKS, link(1)).timeout(Duration.ofSeconds(1))));

    assertEquals(1, links());
    m2m.awaitIdle();
    assertEquals(1, m2m.receiver.requests("link.created").size());
  }
}
