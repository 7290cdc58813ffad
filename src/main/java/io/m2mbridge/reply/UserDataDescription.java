package io.m2mbridge.reply;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;

/**
 * PostgreSQL's description of the columns of {@code m2m.user-data.query}. The query runs once as a
 * subquery without rows, in a transaction with a statement timeout of two seconds. PostgreSQL calls
 * no function of the query then.
 */
public final class UserDataDescription {
  private static final String LIMIT = "SET LOCAL statement_timeout = 2000";

  /** The SQLSTATEs of a wrong text, which no change of the database can fix. */
  private static final Set<String> WRONG_TEXT =
      Set.of("42601", "42P02", "42P18", "42702", "42712", "42803");

  private final List<String> mistakes = new ArrayList<>();
  private final List<Warning> warnings = new ArrayList<>();

  private final boolean isTyped;

  private UserDataDescription(boolean isTyped) {
    this.isTyped = isTyped;
  }

  /**
   * A problem that doesn't stop the start.
   *
   * @param reason {@code table}, {@code right}, {@code column}, {@code type}, {@code database} or
   *     {@code other}
   * @param sentence the sentence for the log
   */
  public record Warning(String reason, String sentence) {}

  /**
   * Describes the query. If the database can't describe it, that is a warning, too.
   *
   * @param isTyped whether {@link UserDataRows} reads its rows; without it, a {@code timestamp}
   *     can't be distinguished from a {@code timestamptz}
   */
  public static UserDataDescription of(
      UserDataQuery query, DataSource dataSource, boolean isTyped) {
    UserDataDescription description = new UserDataDescription(isTyped);
    try (Connection connection = dataSource.getConnection()) {
      if (UserDataRows.isPostgres(connection)) {
        description.describe(query, connection);
      }
    } catch (SQLException e) {
      description.warn(e);
    }
    return description;
  }

  /** Returns one sentence on each mistake that stops the start. */
  public List<String> mistakes() {
    return mistakes;
  }

  public List<Warning> warnings() {
    return warnings;
  }

  private void describe(UserDataQuery query, Connection connection) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute(LIMIT);
      }
      columns(query, connection);
    } finally {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    }
  }

  /**
   * Reads the columns by running the query. JDBC's description of a statement would check no
   * rights, and the driver would prepare it on the server under a name that a pooler keeps.
   */
  private void columns(UserDataQuery query, Connection connection) {
    try (PreparedStatement statement = connection.prepareStatement(query.withoutRows())) {
      for (int i = 1; i <= query.parameters(); i++) {
        statement.setNull(i, Types.VARCHAR);
      }
      try (ResultSet none = statement.executeQuery()) {
        ResultSetMetaData columns = none.getMetaData();
        Set<String> seen = new HashSet<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          column(columns, i, seen);
        }
      }
    } catch (SQLException e) {
      if (WRONG_TEXT.contains(state(e))) {
        mistakes.add(
            UserDataQuery.SETTING + " isn't a SELECT that PostgreSQL can run: " + first(e) + ".");
      } else {
        warn(e);
      }
    }
  }

  private void column(ResultSetMetaData columns, int i, Set<String> seen) throws SQLException {
    String name = columns.getColumnLabel(i);
    if (!UserDataFields.ALL.contains(name)) {
      mistakes.add(UserDataNames.unknown(name));
    } else if (!seen.add(name)) {
      mistakes.add(UserDataNames.twice(name));
    } else {
      String advice = refusal(name, columns, i);
      if (advice != null) {
        warnings.add(
            new Warning(
                "type",
                UserDataQuery.SETTING
                    + ": every "
                    + name
                    + " will be left out of the replies, because "
                    + advice));
      }
    }
  }

  /**
   * Returns what to write instead of a column whose type makes every value be left out, or null if
   * its type is fine.
   */
  private @Nullable String refusal(String name, ResultSetMetaData columns, int i)
      throws SQLException {
    String type = columns.getColumnTypeName(i);
    String column =
        columns.isWrapperFor(PGResultSetMetaData.class)
            ? columns.unwrap(PGResultSetMetaData.class).getBaseColumnName(i)
            : "";
    String expression = column.isEmpty() ? "<expression>" : column;
    String given = (column.isEmpty() ? "it" : "the column " + column) + " is " + type + "; write ";
    boolean isDate = name.equals(UserDataFields.DATE_OF_BIRTH);
    boolean isText =
        switch (columns.getColumnType(i)) {
          case Types.VARCHAR, Types.CHAR, Types.LONGVARCHAR -> true;
          default -> type.matches("(.*\\.)?\"?citext\"?");
        };
    if (isText || (isDate && type.matches(isTyped ? "date|timestamp" : "date"))) {
      return null;
    }
    if (isDate && type.equals("timestamp")) {
      return given
          + "CAST("
          + expression
          + " AS date) AS \"dob\", or restore the shipped routes/user-data-lookup.camel.yaml"
          + " with its connectionStrategy";
    }
    if (isDate && type.equals("timestamptz")) {
      return given
          + "to_char("
          + expression
          + " AT TIME ZONE '<zone>', 'YYYY-MM-DD') AS \"dob\", with the time zone of the date";
    }
    if (isDate) {
      return given + "a date, or text as YYYY-MM-DD";
    }
    // A large float cast to text would have an exponent.
    String exact =
        type.startsWith("float") ? "CAST(" + expression + " AS numeric(30, 0))" : expression;
    return given + "CAST(" + exact + " AS text) AS \"" + name + "\"";
  }

  private void warn(SQLException e) {
    String state = state(e);
    if (state.equals("0A000")) {
      warnings.add(
          new Warning(
              "other",
              UserDataQuery.SETTING
                  + " changes data in its WITH clause, so its columns can't be checked at the"
                  + " start (SQLSTATE 0A000)"));
      return;
    }
    String reason =
        switch (state) {
          case "42P01", "3F000" -> "table";
          case "42501" -> "right";
          case "42703" -> "column";
          case "42883", "42704", "42804" -> "type";
          default -> state.matches("(08|53|57|58|XX).*|") ? "database" : "other";
        };
    warnings.add(
        new Warning(
            reason,
            UserDataQuery.SETTING
                + " can't be checked, and user data will be missing until this is fixed: "
                + first(e)
                + " (SQLSTATE "
                + state
                + ")"));
  }

  private static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  /** Returns the first line of the server's message about the query. It contains no values. */
  private static String first(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replace("ERROR: ", "");
  }
}
