package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Report;
import io.m2mbridge.inspect.ReportText;
import io.m2mbridge.log.PrintableText;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table of a report as a screen shows it.
 *
 * @param id its name in the report, which is unique on the page
 * @param caption the same in words
 * @param columns the headings; a column without any value is left out
 * @param rows the cells in the order of the headings
 */
public record Table(String id, String caption, List<String> columns, List<List<Cell>> rows) {
  /** Columns whose value {@code show} takes. */
  private static final Set<String> IDS =
      Set.of(
          "operation_id",
          "link_id",
          "reference_id",
          "data_request_id",
          "event_key",
          "subject",
          "delivery",
          "example");

  /** Tables whose {@code id} is the number of a delivery. */
  private static final Set<String> OF_DELIVERIES = Set.of("events", "deliveries", "holds-wrong");

  private static final Set<String> STATES = Set.of("state", "status", "trouble", "outcome");

  /** Makes a table of a report. */
  public static Table of(String name, Report report) {
    List<Map<String, @Nullable Object>> rows = report.tables().getOrDefault(name, List.of());
    List<String> columns =
        rows.isEmpty()
            ? List.of()
            : rows.get(0).keySet().stream()
                .filter(column -> rows.stream().anyMatch(row -> row.get(column) != null))
                .toList();
    return new Table(
        name,
        name.replace('-', ' '),
        columns.stream().map(column -> column.replace('_', ' ')).toList(),
        rows.stream()
            .map(row -> columns.stream().map(column -> cell(name, column, row)).toList())
            .toList());
  }

  /** Makes all tables of a report. */
  public static List<Table> all(Report report) {
    return report.tables().keySet().stream().map(name -> of(name, report)).toList();
  }

  /** Returns the table with one more column at its end. */
  Table with(String heading, List<Cell> cells) {
    List<List<Cell>> wider = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      wider.add(Stream.concat(rows.get(row).stream(), Stream.of(cells.get(row))).toList());
    }
    return new Table(
        id, caption, Stream.concat(columns.stream(), Stream.of(heading)).toList(), wider);
  }

  private static Cell cell(String table, String column, Map<String, @Nullable Object> row) {
    Object value = row.get(column);
    if (value == null) {
      return new Cell("", null, Cell.Kind.TEXT);
    }
    String text = ReportText.of(value);
    boolean isId = IDS.contains(column) || (column.equals("id") && OF_DELIVERIES.contains(table));
    return new Cell(
        PrintableText.line(text), isId ? Paths.show(text) : null, kind(column, value, text));
  }

  private static Cell.Kind kind(String column, Object value, String text) {
    if (value instanceof Timestamp) {
      return Cell.Kind.TIME;
    }
    if (value instanceof Number) {
      return Cell.Kind.NUMBER;
    }
    if (column.equals("detail")
        && (text.contains("; late: ") || text.contains("; out of order: "))) {
      return Cell.Kind.MARK;
    }
    return STATES.contains(column) ? Cell.Kind.STATE : Cell.Kind.TEXT;
  }
}
