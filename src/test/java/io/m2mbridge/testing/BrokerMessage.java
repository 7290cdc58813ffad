package io.m2mbridge.testing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a broker holds of one hand-over.
 *
 * @param key of a Kafka record; null in Artemis
 * @param headers with what is text of them
 */
public record BrokerMessage(@Nullable String key, String body, Map<String, String> headers) {
  /** The header by which a consumer tells a repeat. */
  public @Nullable String eventKey() {
    return headers.get("m2mEventKey");
  }
}
