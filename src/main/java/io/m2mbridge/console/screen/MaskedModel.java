package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Payload;
import io.m2mbridge.inspect.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code masked.jte} shows.
 *
 * @param delivery the delivery's number
 * @param eventKey the delivery's key
 * @param text the payload with masks; null once it is erased
 * @param mayUnmask whether the person may ask for the values, with a reason
 */
public record MaskedModel(
    long delivery, String eventKey, @Nullable String text, boolean mayUnmask) {
  static MaskedModel of(Payload payload, boolean isOperator) {
    byte[] body = payload.body();
    return new MaskedModel(
        payload.id(), payload.eventKey(), body == null ? null : MaskedPayload.of(body), isOperator);
  }

  /** The same for a program. */
  Report report() {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("delivery", delivery);
    row.put("event_key", eventKey);
    row.put("payload", text);
    return new Report(Map.of("payload", List.of(row)));
  }
}
