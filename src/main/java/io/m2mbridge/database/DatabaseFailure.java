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
 * Turns a failed connection into one sentence, by its SQLSTATE (PostgreSQL's manual, appendix A).
 * It never quotes a whole message of the server or the driver: a message may be in any language and
 * may contain a part of the URL.
 */
final class DatabaseFailure {
  private static final Pattern PARAMETER =
      Pattern.compile("parameter:? \"?([A-Za-z_][A-Za-z0-9_.]*)");

  private DatabaseFailure() {}

  /**
   * Returns the sentence.
   *
   * @param where the settings to check: environment variables, or the application's DataSource
   */
  static String sentence(SQLException failure, String where) {
    String state = String.valueOf(failure.getSQLState());
    return switch (state) {
      case "28P01" ->
          "PostgreSQL refuses the user or the password (SQLSTATE 28P01): check both in "
              + where
              + ".";
      case "28000" ->
          "PostgreSQL doesn't allow this user to connect from this machine in this way (SQLSTATE 28000):"
              + " allow it in pg_hba.conf, and add sslmode=require to the URL if the server requires"
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
          "PostgreSQL accepts no connections now, because it starts, stops or recovers (SQLSTATE 57P03):"
              + " start the bridge again in a moment.";
      case "57P01", "57P02" ->
          "PostgreSQL is being stopped (SQLSTATE " + state + "): start the bridge again after it.";
      case "22023", "22P02", "42704", "55P02" -> parameter(failure, state, where);
      case "08P01" -> pooler(failure, where);
      case "08004" -> rejected(failure, where);
      case "0A000" ->
          "The server at the URL doesn't support the driver's protocol (SQLSTATE 0A000): check "
              + where
              + ", and that it is a supported version of PostgreSQL.";
      default -> unreachable(failure, state, where);
    };
  }

  /**
   * Handles a refused connection parameter. The driver sends the JVM's time zone with each
   * connection.
   */
  private static String parameter(SQLException failure, String state, String where) {
    String name = parameterName(failure);
    if ("TimeZone".equalsIgnoreCase(name)) {
      return "PostgreSQL doesn't know the JVM's time zone "
          + TimeZone.getDefault().getID()
          + " (SQLSTATE "
          + state
          + "): start the bridge with -Duser.timezone=UTC, or another zone that the server knows"
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
    // The parameter's name is the same in every language of server messages.
    if (message.contains("TimeZone")) {
      return "TimeZone";
    }
    Matcher parameter = PARAMETER.matcher(message);
    return parameter.find() ? parameter.group(1) : null;
  }

  /**
   * Handles refusals of PgBouncer. It uses one SQLSTATE for nearly all of them, so only its English
   * message tells them apart.
   */
  private static String pooler(SQLException failure, String where) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("unsupported startup parameter")) {
      String name = parameterName(failure);
      if ("search_path".equals(name)) {
        return "The pooler in front of PostgreSQL doesn't accept currentSchema (SQLSTATE 08P01): remove it"
            + " from the URL in "
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
      return "PostgreSQL has no TLS, and the URL requires it (SQLSTATE 08004): enable TLS on the server, or"
          + " change sslmode in "
          + where
          + ".";
    }
    if (message.contains("password")) {
      return "PostgreSQL asks for a password, and none is set (SQLSTATE 08004): set it in "
          + where
          + ".";
    }
    return "PostgreSQL refuses the connection (SQLSTATE 08004): check "
        + where
        + ", and the authentication method for this user in pg_hba.conf.";
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
