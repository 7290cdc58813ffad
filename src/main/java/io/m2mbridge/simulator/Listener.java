package io.m2mbridge.simulator;

import java.util.List;

/** Is told what happens, on the simulator's thread. */
interface Listener {
  /** Nobody looks. */
  Listener NONE = new Listener() {};

  /** A request for it is about to leave. */
  default void sends(Webhook webhook) {}

  /**
   * Its answer came, or none will.
   *
   * @param isCopy whether it repeated what was taken before
   */
  default void answered(Webhook webhook, Webhook.Attempt attempt, boolean isCopy) {}

  /**
   * A reply to a data request was taken.
   *
   * @param fields the names of what it told
   */
  default void replied(DataRequest request, List<String> fields) {}
}
