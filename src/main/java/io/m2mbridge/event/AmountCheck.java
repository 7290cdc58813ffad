package io.m2mbridge.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;

/** Checks that an operation's amounts can be stored exactly. */
final class AmountCheck {
  private static final int MAX_INTEGER_DIGITS = 18;
  private static final int MAX_FRACTION_DIGITS = 12;

  private AmountCheck() {}

  /**
   * Whether each number in an operation's {@code amount} is a JSON number, not negative, with at
   * most 18 integer and 12 fraction digits. The whole {@code amount} and each part of it may be
   * absent or null.
   */
  static boolean areExact(JsonNode amount) {
    if (!EnvelopeReader.isPresent(amount)) {
      return true;
    }
    if (!amount.isObject()) {
      return false;
    }
    for (String part : List.of("send", "receive", "rate", "fee")) {
      JsonNode number = amount.path(part);
      if (EnvelopeReader.isPresent(number) && !isExact(number)) {
        return false;
      }
    }
    JsonNode currency = amount.path("currency");
    return !EnvelopeReader.isPresent(currency) || currency.isObject();
  }

  private static boolean isExact(JsonNode number) {
    if (!number.isNumber()) {
      return false;
    }
    BigDecimal value = number.decimalValue();
    return value.signum() >= 0
        && value.precision() - value.scale() <= MAX_INTEGER_DIGITS
        && value.scale() <= MAX_FRACTION_DIGITS;
  }
}
