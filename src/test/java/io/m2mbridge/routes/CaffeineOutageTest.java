package io.m2mbridge.routes;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Site;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Webhook;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without a database: more webhooks than threads, and an endpoint that hangs before it fails. */
@Tag("alone")
@Tag("verify")
@Timeout(120)
class CaffeineOutageTest {
  private static final int BURST = 300;
  private static final int THREADS = 20;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** How many the endpoint holds at the time, and held at most. */
  private final AtomicInteger held = new AtomicInteger();

  private final AtomicInteger mostHeld = new AtomicInteger();
  private final CountDownLatch isBack = new CountDownLatch(1);
  private Bridge bridge;

  @BeforeEach
  void start() {
    bridge =
        Bridge.start(
            Map.of(
                "m2m.deliveries.repository", "caffeine",
                "m2m.database.url", "",
                "m2m.database.username", "",
                "m2m.api.key", "",
                "m2m.forward.default", Site.URI));
  }

  @AfterEach
  void stop() {
    isBack.countDown();
    bridge.close();
  }

  /** As a broker that is down does to its clients. */
  private void hang(Duration time) {
    Site.does(
        exchange -> {
          mostHeld.accumulateAndGet(held.incrementAndGet(), Math::max);
          try {
            if (!isBack.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
              throw new IllegalStateException("no answer");
            }
          } finally {
            held.decrementAndGet();
          }
        });
  }

  @Test
  void answersABurst503InGoodTimeAndTakesItOnceTheEndpointIsBack() {
    hang(Duration.ofSeconds(4));
    long start = System.nanoTime();
    List<HttpResponse<String>> refused = sendAll();
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    refused.forEach(answer -> assertEquals(503, answer.statusCode()));
    refused.forEach(answer -> assertTrue(answer.headers().firstValue("Retry-After").isPresent()));
    // M2M waits for 30 seconds; one after another they would take sixty.
    assertTrue(took.toSeconds() < 15, took.toString());
    assertEquals(THREADS, mostHeld.get());

    Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
    Site.does(
        exchange ->
            taken
                .computeIfAbsent(
                    exchange.getMessage().getHeader("m2mEventKey", String.class),
                    key -> new AtomicInteger())
                .incrementAndGet());
    sendAll().forEach(answer -> assertEquals("accepted", Bridge.outcome(answer)));
    assertEquals(
        IntStream.range(0, BURST).boxed().collect(toMap(i -> "link.created:o_" + i, i -> 1)),
        taken.entrySet().stream().collect(toMap(Map.Entry::getKey, e -> e.getValue().get())));
    sendAll().forEach(answer -> assertEquals("duplicate", Bridge.outcome(answer)));
  }

  private List<HttpResponse<String>> sendAll() {
    List<CompletableFuture<HttpResponse<String>>> sent =
        IntStream.range(0, BURST)
            .mapToObj(i -> LinkRows.created("o_" + i).toString())
            .map(body -> Webhook.of(body).to(bridge.webhooks()))
            .map(request -> HTTP.sendAsync(request, BodyHandlers.ofString()))
            .toList();
    return sent.stream().map(CompletableFuture::join).toList();
  }
}
