package io.m2mbridge.command;

import io.m2mbridge.inspect.Report;
import io.m2mbridge.inspect.ReportText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints a report as text. */
final class ReportPrinter {
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

  /** Prints a line for each row of a report of counts, such as {@code 1 put back.} */
  static void counts(Report report, PrintWriter out) {
    report
        .tables()
        .values()
        .forEach(
            rows ->
                rows.forEach(row -> out.println(row.get("count") + " " + row.get("result") + ".")));
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
    return visible(ReportText.of(value));
  }

  /** An id of M2M may hold characters that would control the terminal. */
  private static String visible(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
