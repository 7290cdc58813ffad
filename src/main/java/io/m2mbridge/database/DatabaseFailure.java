package io.m2mbridge.database;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says in one sentence why PostgreSQL refused a connection, by its SQLSTATE (PostgreSQL's manual,
 * appendix A). No message of the server or the driver is quoted whole: it may be in any language,
 * and may hold a part of the URL.
 */
final class DatabaseFailure {
  private static final Pattern PARAMETER =
      Pattern.compile("parameter:? \"?([A-Za-z_][A-Za-z0-9_.]*)");

  private DatabaseFailure() {}

  /**
   * @param where what the user has set: the variables, or the application's DataSource
   */
  static String sentence(SQLException failure, String where) {
    String state = String.valueOf(failure.getSQLState());
    return switch (state) {
      case "28P01" ->
          "PostgreSQL refuses the user or the password (SQLSTATE 28P01): check both in "
              + where
              + ".";
      case "28000" ->
          "PostgreSQL lets this user in neither from this machine nor in this way (SQLSTATE 28000):"
              + " allow it in pg_hba.conf, and add sslmode=require to the URL where the server demands"
              + " TLS; check "
              + where
              + ".";
      case "3D000" ->
          "PostgreSQL has no database of the name in the URL (SQLSTATE 3D000): create it, or check "
              + where
              + ".";
      case "42501" ->
          "The user may not connect to the database (SQLSTATE 42501): run GRANT CONNECT ON DATABASE …"
              + " TO … as its owner, or check "
              + where
              + ".";
      case "53300" ->
          "PostgreSQL has no connection left (SQLSTATE 53300): raise its max_connections or the"
              + " connection limit of the role or the database, or lower m2m.database.pool-size.";
      case "53400" ->
          "PostgreSQL has reached a limit of its configuration (SQLSTATE 53400): its log names the"
              + " limit.";
      case "57P03" ->
          "PostgreSQL takes no connections yet, as it starts, stops or recovers (SQLSTATE 57P03): start"
              + " the bridge again in a moment.";
      case "57P01", "57P02" ->
          "PostgreSQL is being stopped (SQLSTATE " + state + "): start the bridge again after it.";
      case "22023", "22P02", "42704", "55P02" -> parameter(failure, state, where);
      case "08P01" -> pooler(failure, where);
      case "08004" -> rejected(failure, where);
      case "0A000" ->
          "What answers at the URL doesn't speak the driver's protocol (SQLSTATE 0A000): check "
              + where
              + ", and that PostgreSQL is a version that is supported.";
      default -> unreachable(failure, state, where);
    };
  }

  /** The driver sends the JVM's time zone with each connection. */
  private static String parameter(SQLException failure, String state, String where) {
    String name = parameterName(failure);
    if ("TimeZone".equalsIgnoreCase(name)) {
      return "PostgreSQL doesn't know the JVM's time zone "
          + TimeZone.getDefault().getID()
          + " (SQLSTATE "
          + state
          + "): start the bridge with -Duser.timezone=UTC, or another zone that it knows"
          + " (pg_timezone_names), or update the server's time zones.";
    }
    return "PostgreSQL refuses a parameter of the connection"
        + (name == null ? "" : ", " + name)
        + " (SQLSTATE "
        + state
        + "): correct or remove it in "
        + where
        + ".";
  }

  private static @Nullable String parameterName(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    // The name is the same in every language, the words around it are not.
    if (message.contains("TimeZone")) {
      return "TimeZone";
    }
    Matcher parameter = PARAMETER.matcher(message);
    return parameter.find() ? parameter.group(1) : null;
  }

  /** PgBouncer has this SQLSTATE for nearly all that it refuses, and English words. */
  private static String pooler(SQLException failure, String where) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("unsupported startup parameter")) {
      String name = parameterName(failure);
      if ("search_path".equals(name)) {
        return "The pooler in front of PostgreSQL takes no currentSchema (SQLSTATE 08P01): take it out of"
            + " the URL in "
            + where
            + ", and run ALTER ROLE … SET search_path.";
      }
      return "The pooler in front of PostgreSQL refuses the parameter "
          + (name == null ? "of the connection" : name)
          + " (SQLSTATE 08P01): add it to PgBouncer's ignore_startup_parameters, or remove it from "
          + where
          + ".";
    }
    if (message.contains(Pooler.BY_STATEMENT)) {
      return "The pooler in front of PostgreSQL pools by statement, and the bridge needs transactions"
          + " (SQLSTATE 08P01): set PgBouncer's pool_mode to transaction or session.";
    }
    if (message.contains("no such database")) {
      return "The pooler in front of PostgreSQL has no database of the name in the URL (SQLSTATE"
          + " 08P01): add it to PgBouncer's databases, or check "
          + where
          + ".";
    }
    if (message.contains("no such user") || message.contains("auth")) {
      return "The pooler in front of PostgreSQL refuses the user or the password (SQLSTATE 08P01):"
          + " check PgBouncer's users and "
          + where
          + ".";
    }
    if (message.contains("no more connections allowed")) {
      return "The pooler in front of PostgreSQL has no connection left (SQLSTATE 08P01): raise"
          + " PgBouncer's max_client_conn, or lower m2m.database.pool-size.";
    }
    return "The pooler in front of PostgreSQL has no connection to it (SQLSTATE 08P01): check that"
        + " PostgreSQL runs, and PgBouncer's log.";
  }

  private static String rejected(SQLException failure, String where) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("SSL")) {
      return "PostgreSQL has no TLS, and the URL demands it (SQLSTATE 08004): switch TLS on there, or"
          + " change sslmode in "
          + where
          + ".";
    }
    if (message.contains("password")) {
      return "PostgreSQL asks for a password, and there is none (SQLSTATE 08004): set it in "
          + where
          + ".";
    }
    return "PostgreSQL refuses the connection (SQLSTATE 08004): check "
        + where
        + ", and the way that pg_hba.conf demands for this user.";
  }

  private static String unreachable(SQLException failure, String state, String where) {
    String start = "The database can't be reached (SQLSTATE " + state + "): ";
    if (find(failure, SSLException.class)
        || find(failure, java.security.cert.CertificateException.class)) {
      return start
          + "TLS with PostgreSQL fails; check sslmode, sslrootcert and the name of the host in "
          + where
          + ", and that the server's certificate is valid.";
    }
    String what =
        find(failure, UnknownHostException.class)
            ? "the host in the URL has no address; "
            : find(failure, SocketTimeoutException.class)
                ? "the host in the URL doesn't answer in time; "
                : "";
    return start + what + "check " + where + ", and that PostgreSQL runs there.";
  }

  private static boolean find(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
