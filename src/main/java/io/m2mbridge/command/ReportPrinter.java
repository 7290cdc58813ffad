package io.m2mbridge.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.inspect.Report;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints a report as text, or as JSON. Times are in UTC. */
final class ReportPrinter {
  private static final JsonMapper JSON = new JsonMapper();

  private ReportPrinter() {}

  /**
   * Prints each table that has rows, with aligned columns. A column without a value is left out.
   */
  static void text(Report report, PrintWriter out) {
    report
        .tables()
        .forEach(
            (name, rows) -> {
              if (!rows.isEmpty()) {
                out.println(name.replace('-', ' ') + ":");
                table(rows, out);
              }
            });
  }

  private static void table(List<Map<String, @Nullable Object>> rows, PrintWriter out) {
    List<String> columns =
        rows.get(0).keySet().stream()
            .filter(column -> rows.stream().anyMatch(row -> row.get(column) != null))
            .toList();
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    rows.forEach(row -> lines.add(columns.stream().map(column -> cell(row.get(column))).toList()));
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = line.get(i);
        text.append("  ").append(cell).append(" ".repeat(widths[i] - cell.length()));
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private static String cell(@Nullable Object value) {
    return value == null ? "" : visible(plain(value));
  }

  /** An id of M2M may hold characters that would control the terminal. */
  private static String visible(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  private static String plain(Object value) {
    if (value instanceof Timestamp time) {
      return DateTimeFormatter.ISO_INSTANT.format(time.toInstant().truncatedTo(ChronoUnit.MILLIS));
    }
    return value instanceof BigDecimal amount ? amount.toPlainString() : String.valueOf(value);
  }

  /** Prints an object with an array for each table. Amounts are texts, so that no digit is lost. */
  static void json(Report report, PrintWriter out) {
    ObjectNode json = JSON.createObjectNode();
    report
        .tables()
        .forEach(
            (name, rows) -> {
              ArrayNode array = json.putArray(name);
              rows.forEach(row -> put(array.addObject(), row));
            });
    out.println(json.toPrettyString());
  }

  private static void put(ObjectNode json, Map<String, @Nullable Object> row) {
    row.forEach(
        (column, value) -> {
          if (value instanceof Long || value instanceof Integer) {
            json.put(column, ((Number) value).longValue());
          } else {
            json.put(column, value == null ? null : plain(value));
          }
        });
  }
}
