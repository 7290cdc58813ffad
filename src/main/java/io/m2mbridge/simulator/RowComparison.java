package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Compares one row of the bridge with a payload. */
final class RowComparison {
  /** Compares numbers by their value, not by their digits. */
  private static final Comparator<JsonNode> BY_VALUE =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? one.decimalValue().compareTo(other.decimalValue())
              : one.equals(other) ? 0 : 1;

  private final JsonNode row;
  private final BiConsumer<String, String> differ;

  /**
   * Creates the comparison.
   *
   * @param row the row, by its columns
   * @param differ receives the name of a column that differs, and how
   */
  RowComparison(JsonNode row, BiConsumer<String, String> differ) {
    this.row = row;
    this.differ = differ;
  }

  /**
   * Returns a column's text, or null if it has none. The texts of an array are sorted and joined by
   * commas.
   */
  @Nullable String text(String column) {
    JsonNode value = row.path(column);
    if (value.isArray()) {
      TreeSet<String> texts = new TreeSet<>();
      value.forEach(text -> texts.add(text.asText()));
      return String.join(",", texts);
    }
    return value.textValue();
  }

  void is(String column, @Nullable String told) {
    compare(column, told, text(column));
  }

  void isText(String column, JsonNode told) {
    is(column, told.textValue());
  }

  void isDecimal(String column, JsonNode told) {
    compare(column, decimal(told), decimal(row.path(column)));
  }

  void isTime(String column, JsonNode told) {
    compare(column, instant(told.textValue()), instant(text(column)));
  }

  void isSet(String column, boolean isTold) {
    compare(column, isTold ? "a time" : "none", text(column) == null ? "none" : "a time");
  }

  void isJson(String column, JsonNode told) {
    JsonNode stored = row.path(column);
    boolean isAbsent = told.isMissingNode() || told.isNull();
    boolean isSame = isAbsent ? stored.isNull() : told.equals(BY_VALUE, stored);
    if (!isSame) {
      compare(column, isAbsent ? null : told, stored);
    }
  }

  private void compare(String column, @Nullable Object told, @Nullable Object stored) {
    if (!Objects.equals(told, stored)) {
      differ.accept(column, stored + ", and M2M told " + told);
    }
  }

  private static @Nullable BigDecimal decimal(JsonNode value) {
    return value.isNumber() ? value.decimalValue().stripTrailingZeros() : null;
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
