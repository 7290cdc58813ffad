package io.m2mbridge.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that a database is suitable for the bridge, before any table is created or used. */
final class DatabaseCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseCheck.class);

  /** The oldest version that the tests run with. Version 12 lacks gen_random_uuid. */
  static final int OLDEST_VERSION = 13;

  /** The connection pool tests its idle connections every two minutes. */
  private static final long SHORTEST_IDLE_SESSION_MILLIS = 180_000;

  /**
   * Covers the time between a transaction's begin and its first statement, which sets its own
   * limit.
   */
  private static final long SHORTEST_IDLE_TRANSACTION_MILLIS = 1_000;

  private static final long SHORT_LIMIT_MILLIS = 2_000;

  private final ServerState server;
  private final List<String> mistakes = new ArrayList<>();

  private DatabaseCheck(ServerState server) {
    this.server = server;
  }

  /** Returns one sentence on each thing that makes the database unsuitable. */
  static List<String> mistakes(ServerState server) {
    DatabaseCheck check = new DatabaseCheck(server);
    check.version();
    if (check.mistakes.isEmpty()) {
      check.encoding();
      check.writable();
      check.session();
      check.schema();
    }
    return check.mistakes;
  }

  /** Logs a warning for each unsafe setting that the bridge tolerates. */
  static void warn(ServerState server) {
    for (String setting : List.of("fsync", "full_page_writes")) {
      if (server.setting(setting).equals("off")) {
        LOG.warn(
            "PostgreSQL has {} off, so that a crash may lose an event that was answered 200: set it"
                + " to on",
            setting);
      }
    }
    for (String limit : List.of("statement_timeout", "lock_timeout", "transaction_timeout")) {
      long millis = server.number(limit);
      if (millis > 0 && millis < SHORT_LIMIT_MILLIS) {
        LOG.warn(
            "the role or the database sets {} to {} ms: the bridge's own SQL overrides it, but it applies"
                + " to the look-up of user data and to your SQL steps outside effects-once",
            limit,
            millis);
      }
    }
  }

  private void version() {
    if (server.number("server_version_num") < OLDEST_VERSION * 10_000L) {
      mistakes.add(
          "PostgreSQL "
              + server.setting("server_version")
              + " is too old: the oldest version that m2m-bridge is tested with is "
              + OLDEST_VERSION
              + ", so use that or a later one.");
    }
  }

  private void encoding() {
    String encoding = server.setting("server_encoding");
    if (!encoding.equals("UTF8")) {
      mistakes.add(
          "The database "
              + quoted(server.database())
              + " has the encoding "
              + encoding
              + ", which can't store every character that M2M sends: create one with CREATE DATABASE … TEMPLATE"
              + " template0 ENCODING 'UTF8' LOCALE 'C', and set M2M_DATABASE_URL to it.");
    }
  }

  private void writable() {
    if (server.isStandby()) {
      mistakes.add(
          "PostgreSQL at this URL is a standby, which accepts no writes: set M2M_DATABASE_URL to the"
              + " primary, or to all servers with targetServerType=primary.");
    } else if (server.setting("default_transaction_read_only").equals("on")
        || server.setting("transaction_read_only").equals("on")) {
      mistakes.add(
          "The role "
              + quoted(server.role())
              + " or the database "
              + quoted(server.database())
              + " has default_transaction_read_only on, so nothing can be stored: run ALTER ROLE "
              + quoted(server.role())
              + " SET default_transaction_read_only = off.");
    }
  }

  /** Checks settings that the bridge can't override in a transaction or statement. */
  private void session() {
    atLeast("idle_session_timeout", SHORTEST_IDLE_SESSION_MILLIS);
    atLeast("idle_in_transaction_session_timeout", SHORTEST_IDLE_TRANSACTION_MILLIS);
    if (server.setting("session_replication_role").equals("replica")) {
      mistakes.add(
          "The role "
              + quoted(server.role())
              + " or the database has session_replication_role set to replica, so that no foreign key is"
              + " checked and no trigger fires: run ALTER ROLE "
              + quoted(server.role())
              + " SET session_replication_role = origin.");
    }
  }

  private void atLeast(String limit, long shortestMillis) {
    long millis = server.number(limit);
    if (millis > 0 && millis < shortestMillis) {
      mistakes.add(
          "The role "
              + quoted(server.role())
              + " or the database sets "
              + limit
              + " to "
              + millis
              + " ms, which ends connections that the bridge still uses: run ALTER ROLE "
              + quoted(server.role())
              + " SET "
              + limit
              + " = 0, or to "
              + shortestMillis
              + " ms or more.");
    }
  }

  private void schema() {
    String tablesIn = server.tablesIn();
    if (tablesIn == null && server.otherTables() != null) {
      mistakes.add(
          "The tables of the bridge are in the schema "
              + quoted(server.otherTables())
              + ", but the role "
              + quoted(server.role())
              + " would use "
              + quotedOrNone(server.schema())
              + ": put "
              + quoted(server.otherTables())
              + " into search_path (ALTER ROLE … SET search_path, or currentSchema in the URL) and grant"
              + " USAGE on it, or give another bridge a role without USAGE on it, and a search_path of"
              + " its own.");
    } else if (tablesIn == null && server.schema() == null) {
      mistakes.add(
          "The search_path of the role "
              + quoted(server.role())
              + " names no existing schema that the role may use: add currentSchema=… to the URL,"
              + " or run GRANT USAGE, CREATE ON SCHEMA … TO "
              + quoted(server.role())
              + ".");
    } else if (server.strayTable() != null) {
      mistakes.add(
          "The tables of the bridge are in the schema "
              + quoted(Objects.requireNonNull(tablesIn))
              + ", but "
              + server.strayTable()
              + " comes before one of them in search_path: put "
              + quoted(tablesIn)
              + " first, by currentSchema in the URL or ALTER ROLE … SET search_path.");
    }
  }

  static String quoted(@Nullable String name) {
    return "\"" + String.valueOf(name).replace("\"", "\"\"") + "\"";
  }

  private static String quotedOrNone(@Nullable String schema) {
    return schema == null ? "none" : quoted(schema);
  }
}
