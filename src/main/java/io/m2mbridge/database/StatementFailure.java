package io.m2mbridge.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Turns a failed statement of a command into one sentence, by its SQLSTATE (PostgreSQL's manual,
 * appendix A). It quotes no message of the server: a message may have a value.
 */
public final class StatementFailure {
  private StatementFailure() {}

  /** Returns the sentence; null if no statement failed. */
  public static @Nullable String sentence(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException statement) {
        return sentence(String.valueOf(statement.getSQLState()));
      }
    }
    return null;
  }

  private static String sentence(String state) {
    return switch (state) {
      case "42P01", "42703", "42883" ->
          "The database lacks tables or columns of this version of the bridge (SQLSTATE "
              + state
              + "): start this version once, which creates them, or check M2M_DATABASE_URL.";
      case "42501" ->
          "The role lacks a right on the bridge's tables (SQLSTATE 42501): run GRANT SELECT, INSERT, UPDATE,"
              + " DELETE ON ALL TABLES IN SCHEMA … TO … as their owner.";
      case "57014", "55P03" ->
          "The database took too long (SQLSTATE "
              + state
              + "): look for sessions that hold locks in pg_stat_activity, and run this again.";
      case "40001", "40P01" ->
          "Another session was in the way (SQLSTATE " + state + "): run this again.";
      case "25006" ->
          "PostgreSQL accepts no writes here (SQLSTATE 25006): set M2M_DATABASE_URL to the primary.";
      default ->
          state.startsWith("08") || state.startsWith("57P")
              ? "The connection to the database was lost (SQLSTATE "
                  + state
                  + "): run this again when PostgreSQL is back."
              : "The database failed (SQLSTATE " + state + "): its log says why.";
    };
  }
}
