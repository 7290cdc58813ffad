package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Site;
import io.m2mbridge.testkit.Bridge;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without a database, and with more event keys than are remembered. */
@Tag("verify")
@Timeout(60)
class CaffeineBoundTest {
  private static final int REMEMBERED = 50;
  private static final int SENT = 200;

  private static Bridge bridge;

  /** How often each event was handed over. */
  private final Map<String, Integer> handedOver = new ConcurrentHashMap<>();

  @BeforeAll
  static void start() {
    bridge =
        Bridge.start(
            Map.of(
                "m2m.deliveries.repository", "caffeine",
                "m2m.deliveries.caffeine.maximum-size", String.valueOf(REMEMBERED),
                "m2m.database.url", "",
                "m2m.database.username", "",
                "m2m.api.key", "",
                "m2m.forward.default", Site.URI));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @BeforeEach
  void takeAll() {
    Site.does(exchange -> handedOver.merge(key(exchange), 1, Integer::sum));
  }

  private static String key(Exchange exchange) {
    return exchange.getMessage().getHeader("m2mEventKey", String.class);
  }

  @Test
  void remembersTheNewestAndHandsADuplicateOfAnOlderOneOverAgain() {
    for (int i = 0; i < SENT; i++) {
      assertEquals("accepted", send("b_" + i));
    }
    int known = 0;
    while (send("b_" + (SENT - 1 - known)).equals("duplicate")) {
      known++;
    }
    assertTrue(known > REMEMBERED / 2 && known <= REMEMBERED, known + " are known");
    assertEquals("accepted", send("b_0"));

    assertEquals(2, handedOver.get("link.created:b_0"));
    assertEquals(1, handedOver.get("link.created:b_" + (SENT - 1)));
    assertEquals(SENT, handedOver.size());
  }

  @Test
  void keepsWhatIsBeingHandedOverHoweverManyComeMeanwhile() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Site.does(
        exchange -> {
          handedOver.merge(key(exchange), 1, Integer::sum);
          if (key(exchange).endsWith("b_slow")) {
            arrived.countDown();
            go.await(30, TimeUnit.SECONDS);
          }
        });
    String slow = LinkRows.created("b_slow").toString();
    var first = CompletableFuture.supplyAsync(() -> Bridge.outcome(bridge.send(slow)));
    assertTrue(arrived.await(20, TimeUnit.SECONDS));
    for (int i = 0; i < SENT; i++) {
      assertEquals("accepted", send("meanwhile_" + i));
    }
    var copy = CompletableFuture.supplyAsync(() -> Bridge.outcome(bridge.send(slow)));
    go.countDown();

    assertEquals("accepted", first.get());
    assertEquals("duplicate", copy.get());
    assertEquals(1, handedOver.get("link.created:b_slow"));
  }

  private static String send(String id) {
    return Bridge.outcome(bridge.send(LinkRows.created(id).toString()));
  }
}
