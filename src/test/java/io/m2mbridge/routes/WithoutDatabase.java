package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Site;
import io.m2mbridge.testkit.Bridge;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A bridge without a database, and the endpoint that it hands events to. */
abstract class WithoutDatabase {
  static final Map<String, String> WITHOUT_DATABASE =
      Map.of(
          "m2m.deliveries.repository", "caffeine",
          "m2m.database.url", "",
          "m2m.database.username", "",
          "m2m.api.key", "",
          "m2m.forward.default", Site.URI);

  /** What the site's endpoint took: event key, outcome and body. */
  record Taken(String eventKey, String event, String outcome, String body) {}

  static final ConcurrentLinkedQueue<Taken> TAKEN = new ConcurrentLinkedQueue<>();
  static Bridge bridge;

  @BeforeAll
  static void start() {
    TAKEN.clear();
    bridge = Bridge.start(WITHOUT_DATABASE);
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @BeforeEach
  void takeAll() {
    site(exchange -> {});
  }

  static void assertQuarantined(String reason, String body, HttpResponse<String> answer) {
    assertEquals("quarantined", Bridge.outcome(answer));
    Taken taken =
        TAKEN.stream()
            .filter(t -> t.outcome().equals("quarantined") && t.body().equals(body))
            .findFirst()
            .get();
    assertTrue(taken.eventKey().startsWith("quarantine:" + reason + ":"), taken.eventKey());
  }

  static List<Taken> taken(String eventKey) {
    return TAKEN.stream().filter(t -> t.eventKey().equals(eventKey)).toList();
  }

  /** What the site's endpoint does before it has taken an event. */
  static void site(Processor before) {
    Site.does(
        exchange -> {
          before.process(exchange);
          var message = exchange.getMessage();
          TAKEN.add(
              new Taken(
                  message.getHeader("m2mEventKey", String.class),
                  message.getHeader("m2mEvent", "", String.class),
                  message.getHeader("m2mOutcome", String.class),
                  message.getBody(String.class)));
        });
  }

  static List<HttpResponse<String>> sendAtOnce(String body, int copies) throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(copies);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<HttpResponse<String>>> sent = new ArrayList<>();
      for (int i = 0; i < copies; i++) {
        sent.add(
            senders.submit(
                () -> {
                  start.await();
                  return bridge.send(body);
                }));
      }
      start.countDown();
      List<HttpResponse<String>> answers = new ArrayList<>();
      for (Future<HttpResponse<String>> answer : sent) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      senders.shutdownNow();
    }
  }
}
