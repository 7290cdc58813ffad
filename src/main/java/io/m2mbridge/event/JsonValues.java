package io.m2mbridge.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Iterator;

/** Checks that PostgreSQL's {@code jsonb} can store a JSON value. */
final class JsonValues {
  /** More digits than any real number has, and fewer than PostgreSQL's numeric allows. */
  private static final int MAX_DIGITS = 1_000;

  private JsonValues() {}

  /**
   * Whether the tree can be stored: no text or field name contains U+0000 or an unpaired surrogate,
   * and no number has more than 1,000 digits before or after the decimal point.
   */
  static boolean canBeStored(JsonNode node) {
    if (node.isTextual()) {
      return isCleanText(node.textValue());
    }
    if (node.isNumber()) {
      BigDecimal number = node.decimalValue();
      return Math.abs((long) number.scale()) <= MAX_DIGITS && number.precision() <= MAX_DIGITS;
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      if (!isCleanText(names.next())) {
        return false;
      }
    }
    for (JsonNode child : node) {
      if (!canBeStored(child)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a text has only valid characters. It loops over chars for speed, because it reads each
   * text of each webhook.
   */
  private static boolean isCleanText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isPair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (isPair) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
