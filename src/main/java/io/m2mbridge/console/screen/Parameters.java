package io.m2mbridge.console.screen;

import io.m2mbridge.operate.Since;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a request. */
final class Parameters {
  private Parameters() {}

  /** Returns a text; null if it isn't there. */
  static @Nullable String text(Request request, String name) {
    String text = request.parameter(name);
    return text == null ? null : text.strip();
  }

  /** Returns a number; null if it isn't there. */
  static @Nullable Long number(Request request, String name) {
    String text = request.parameter(name);
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new InvalidRequestException(name + " is not a number: write 1 or more.");
    }
    return Long.valueOf(text);
  }

  /** Returns an instant: ISO 8601, or a duration before now such as 2h. Null: not there. */
  static @Nullable Instant instant(Request request, String name) {
    String text = request.parameter(name);
    return text == null
        ? null
        : Since.read(text)
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        name + " is not a time: write 2h, or 2026-01-26T22:00:00Z in UTC."))
            .instant();
  }
}
