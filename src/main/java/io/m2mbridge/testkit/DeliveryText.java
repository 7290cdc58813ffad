package io.m2mbridge.testkit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes a delivery for the message of a failed test. */
final class DeliveryText {
  private DeliveryText() {}

  /**
   * Returns the state, the attempts and the last error of a delivery.
   *
   * @param row its row; null if the bridge has none
   */
  static String of(String eventKey, @Nullable Map<String, Object> row) {
    if (row == null) {
      return eventKey + " is not in m2m_deliveries";
    }
    return eventKey
        + " is "
        + row.get("state")
        + " (reason="
        + row.get("reason")
        + ", attempts="
        + row.get("attempts")
        + ", last_error="
        + row.get("last_error")
        + ")";
  }
}
