package io.m2mbridge.testkit;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    String known =
        Stream.of("reason", "attempts", "last_error")
            .filter(column -> row.get(column) != null)
            .map(column -> column + "=" + row.get(column))
            .collect(Collectors.joining(", ", " (", ")"));
    return eventKey + " is " + row.get("state") + known;
  }
}
