package io.m2mbridge.load;

import java.time.Duration;

/** How many webhooks wait for their answers, and how long they wait before they are even read. */
public interface WaitingWebhooks {
  /** None waits, ever. */
  WaitingWebhooks NONE =
      new WaitingWebhooks() {
        @Override
        public int backlog() {
          return 0;
        }

        @Override
        public double averageBacklog() {
          return 0;
        }

        @Override
        public int highBacklog() {
          return 1;
        }

        @Override
        public Duration lag() {
          return Duration.ZERO;
        }

        @Override
        public Duration averageLag() {
          return Duration.ZERO;
        }
      };

  /** The number of webhooks that were received completely and wait for their answer now. */
  int backlog();

  /** The recent average of {@link #backlog}. */
  double averageBacklog();

  /** The backlog from which on webhooks arrive about as fast as they can be answered. */
  int highBacklog();

  /**
   * How long a webhook lies in its socket before it is read; zero while none come. If this is long,
   * the processors are short: other threads run in place of the one that reads.
   */
  Duration lag();

  /** The recent average of {@link #lag}. */
  Duration averageLag();
}
