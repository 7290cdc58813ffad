package io.m2mbridge.simulator;

import io.m2mbridge.simulator.Receiver.Request;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

/** A webhook's way to a partner who answers as the test says. */
abstract class WebhookScenario {
  /** A minute of M2M's takes a millisecond. */
  static final double FASTEST = 60_000;

  /** A minute of M2M's takes 10 milliseconds. */
  static final double FAST = 6_000;

  /** A minute of M2M's takes a little more than a second. */
  static final double SECONDS = 54;

  static final Receiver.Answer REFUSAL = Receiver.status(500);

  final Sandbox m2m = new Sandbox();

  @AfterEach
  void close() {
    m2m.close();
  }

  /** What came of the webhook of a new link. */
  Webhook created() throws Exception {
    m2m.createLink("user_1");
    return m2m.awaitIdle().webhook(1);
  }

  Request first() {
    return m2m.receiver.requests().get(0);
  }

  Request second() {
    return m2m.receiver.requests().get(1);
  }

  static boolean isNow(long unixSeconds) {
    return Math.abs(Instant.now().getEpochSecond() - unixSeconds) <= 10;
  }

  void replay(Webhook webhook) throws InterruptedException {
    m2m.simulator()
        .ask(
            () -> {
              m2m.simulator().webhooks().replay(webhook);
              return 0;
            });
    m2m.awaitIdle();
  }
}
