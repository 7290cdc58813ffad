package io.m2mbridge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The columns that {@code docs/tables.md} lists, and those that a migrated database has. */
public final class TablesPage {
  private static final Pattern TABLE = Pattern.compile("## (m2m_\\w+)");
  private static final Pattern COLUMN =
      Pattern.compile("\\| `(\\w+)` \\| ([^|]+) \\| (yes|no) \\| [^|]+ \\|");

  private static final String COLUMNS =
      """
      SELECT relname || '.' || attname || ' '
             || replace(format_type(atttypid, atttypmod), 'timestamp with time zone', 'timestamptz')
             || CASE WHEN attnotnull THEN ' no' ELSE ' yes' END
      FROM pg_attribute
      JOIN pg_class ON pg_class.oid = attrelid
      WHERE relkind = 'r' AND relname LIKE 'm2m\\_%' AND relname <> 'm2m_schema_history'
        AND relnamespace = current_schema()::regnamespace AND attnum > 0 AND NOT attisdropped
      """;

  private TablesPage() {}

  /** Each column as {@code table.column type null}, sorted. */
  public static List<String> listed() {
    List<String> columns = new ArrayList<>();
    String table = "";
    for (String line : lines()) {
      Matcher heading = TABLE.matcher(line);
      Matcher column = COLUMN.matcher(line);
      if (heading.matches()) {
        table = heading.group(1);
      } else if (column.matches()) {
        columns.add(table + "." + column.group(1) + " " + column.group(2) + " " + column.group(3));
      }
    }
    return columns.stream().sorted().toList();
  }

  /** As {@link #listed()}. */
  public static List<String> in(DataSource database) {
    return JdbcClient.create(database).sql(COLUMNS).query(String.class).list().stream()
        .sorted()
        .toList();
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(Path.of("docs", "tables.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
