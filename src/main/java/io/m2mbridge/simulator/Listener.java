package io.m2mbridge.simulator;

import java.util.List;

/** Receives the simulator's events, on the simulator's thread. */
interface Listener {
  /** A listener that does nothing. */
  Listener NONE = new Listener() {};

  /** Called before a request of a webhook is sent. */
  default void sends(Webhook webhook) {}

  /**
   * Called when a request was answered or failed.
   *
   * @param isCopy whether it repeated an acknowledged webhook
   */
  default void answered(Webhook webhook, Webhook.Attempt attempt, boolean isCopy) {}

  /**
   * Called when a reply to a data request was accepted.
   *
   * @param fields the names of its fields
   */
  default void replied(DataRequest request, List<String> fields) {}

  /** Called when M2M completed or failed an operation, of which no webhook tells. */
  default void ended(Operation operation) {}
}
