package io.m2mbridge.dispatch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.server.WebhookOverload;
import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a consumer does while more webhooks come in than can be kept up with. */
class OverloadedDispatchTest extends ConsumerTest {
  @BeforeEach
  void overload() {
    context.getRegistry().bind("requests", WebhookOverload.permanent());
  }

  @AfterEach
  void leave() {
    context.getRegistry().unbind("requests");
  }

  @Override
  Consumer createConsumer(DeliveryEndpoint endpoint, Processor processor) throws Exception {
    DeliveryConsumer consumer = (DeliveryConsumer) super.createConsumer(endpoint, processor);
    consumer.endSlowStart();
    return consumer;
  }

  @Test
  void claimsTenTimesASecondAndNotWithEachThatIsStored() throws Exception {
    consume("link.created", 32, exchange -> worked.add(key(exchange)));
    long start = System.nanoTime();
    for (int stored = 1; stored <= 6; stored++) {
      Deliveries.store(inbox, Deliveries.linkCreated("c" + stored));
      int expected = stored;
      Awaitility.await("claim " + stored)
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(2))
          .pollDelay(Duration.ZERO)
          .until(() -> count("attempts = 1") == expected);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    // The first may come right before a tick.
    assertTrue(took.compareTo(Duration.ofMillis(500)) >= 0, () -> "took " + took);
    awaitStates("done", 6);
    awaitWorked(6);
  }
}
