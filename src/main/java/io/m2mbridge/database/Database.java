package io.m2mbridge.database;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Level;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.PreferQueryMode;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Prepares the database before the bridge starts: checks that it is reachable and suitable, and
 * migrates its tables.
 */
public final class Database {
  private static final String OWN =
      "M2M_DATABASE_URL, M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD";
  private static final String MIGRATION =
      "M2M_DATABASE_MIGRATION_URL, M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD";
  private static final String OF_THE_APPLICATION = "the DataSource of the application";
  private static final String NO_SERVER_PREPARE = PGProperty.PREPARE_THRESHOLD.getName();

  /**
   * The JDBC driver's logger. The driver prints the part of a wrong URL that it reads as the port,
   * which may be a password.
   */
  public static final java.util.logging.Logger DRIVER =
      java.util.logging.Logger.getLogger("org.postgresql");

  private Database() {}

  /**
   * Migrates the tables of the database that the settings name.
   *
   * @throws ConfigurationException if the database can't be reached, or its tables can't be
   *     migrated
   */
  public static void migrate(Settings settings) {
    migrate(settings, reachable(settings));
  }

  /**
   * Migrates the tables, over {@code m2m.database.migration-url} if that is set.
   *
   * @param dataSource a result of {@link #reachable}
   * @throws ConfigurationException if the tables can't be migrated, or the role can't use them
   */
  public static void migrate(Settings settings, DataSource dataSource) {
    String url = settings.get("m2m.database.migration-url");
    if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
      throw new ConfigurationException(
          "m2m.database.migration-url (M2M_DATABASE_MIGRATION_URL) isn't a JDBC URL of PostgreSQL: set it to"
              + " jdbc:postgresql://<host>/<database>, or leave it empty.");
    }
    migrate(dataSource, url.isEmpty() ? null : direct(settings, url));
  }

  /**
   * Migrates the tables.
   *
   * @param dataSource a result of {@link #reachable}
   * @throws ConfigurationException if the tables can't be migrated, or the role can't use them
   */
  public static void migrate(DataSource dataSource) {
    migrate(dataSource, null);
  }

  private static void migrate(DataSource dataSource, @Nullable DataSource direct) {
    DataSource source = direct == null ? dataSource : direct;
    Found found = find(source, direct == null ? OWN : MIGRATION);
    if (found.pooler() == Pooler.BY_TRANSACTION) {
      throw new ConfigurationException(
          "A pooler that pools by transaction stands in front of PostgreSQL, and the tables can't be"
              + " brought up to date through it: set M2M_DATABASE_MIGRATION_URL to the JDBC URL of"
              + " PostgreSQL itself.");
    }
    ServerState server = found.server();
    String schema = server.tablesIn() == null ? server.schema() : server.tablesIn();
    new Migration(source, String.valueOf(schema)).run();
    try (Connection connection = dataSource.getConnection()) {
      DatabaseRights.check(connection);
    } catch (SQLException e) {
      throw new ConfigurationException(DatabaseFailure.sentence(e, OWN));
    }
  }

  /**
   * Returns the database of the settings without a connection pool, for work that is done once. If
   * a pooler is in front of PostgreSQL, this overrides {@code m2m.database.url} so that the driver
   * prepares no statements on the server.
   *
   * @throws ConfigurationException if the database can't be reached or isn't suitable
   */
  public static DataSource reachable(Settings settings) {
    String url = settings.get("m2m.database.url");
    DataSource dataSource = direct(settings, url);
    Found found = find(dataSource, OWN);
    warn(found);
    if (found.pooler() != Pooler.NONE && !url.contains(NO_SERVER_PREPARE)) {
      settings.override(
          "m2m.database.url", url + (url.contains("?") ? "&" : "?") + NO_SERVER_PREPARE + "=0");
    }
    return dataSource;
  }

  private static DataSource direct(Settings settings, String url) {
    Properties options = new Properties();
    options.setProperty("connectTimeout", "5");
    options.setProperty("loginTimeout", "10");
    options.setProperty("logServerErrorDetail", "false");
    options.setProperty(NO_SERVER_PREPARE, "0");
    DriverManagerDataSource dataSource =
        new DriverManagerDataSource(
            url, settings.get("m2m.database.username"), settings.get("m2m.database.password"));
    dataSource.setConnectionProperties(options);
    return dataSource;
  }

  /**
   * Returns the application's data source after the same checks.
   *
   * @throws ConfigurationException if the database can't be reached or isn't suitable
   */
  public static DataSource reachable(DataSource dataSource) {
    Found found = find(dataSource, OF_THE_APPLICATION);
    warn(found);
    if (found.pooler() == Pooler.BY_TRANSACTION) {
      refuseServerPrepare(dataSource);
    }
    return dataSource;
  }

  private record Found(ServerState server, Pooler pooler) {}

  /**
   * Refuses the simple query mode. It sends no parameter types, and PostgreSQL can't read the
   * bridge's arrays without them.
   */
  private static void refuseSimpleQueries(Connection connection, String where) throws SQLException {
    if (connection.isWrapperFor(PGConnection.class)
        && connection.unwrap(PGConnection.class).getPreferQueryMode() == PreferQueryMode.SIMPLE) {
      throw new ConfigurationException(
          "The bridge doesn't work with the driver's preferQueryMode=simple: remove it from the URL in "
              + where
              + "; behind PgBouncer the bridge needs no such setting.");
    }
  }

  /** Connects while the driver's log is off, and checks that the database is suitable. */
  private static Found find(DataSource dataSource, String where) {
    Level level = DRIVER.getLevel();
    DRIVER.setLevel(Level.OFF);
    try (Connection connection = dataSource.getConnection()) {
      if (!connection.getAutoCommit()) {
        throw new ConfigurationException(
            "The DataSource gives connections without auto-commit, so nothing would be stored:"
                + " set auto-commit of its pool to true.");
      }
      refuseSimpleQueries(connection, where);
      ServerState server = ServerState.of(connection);
      ConfigurationException.throwIfAny(DatabaseCheck.mistakes(server));
      return new Found(server, Pooler.before(connection, dataSource));
    } catch (SQLException e) {
      throw new ConfigurationException(DatabaseFailure.sentence(e, where));
    } finally {
      DRIVER.setLevel(level);
    }
  }

  private static void warn(Found found) {
    if (!Settings.isDev()) {
      DatabaseCheck.warn(found.server());
    }
  }

  /**
   * Refuses a driver that prepares statements on the server. Behind such a pooler, the next backend
   * wouldn't have the statement, or would already have one of that name.
   */
  private static void refuseServerPrepare(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      if (connection.isWrapperFor(PGConnection.class)
          && connection.unwrap(PGConnection.class).getPrepareThreshold() != 0) {
        throw new ConfigurationException(
            "A pooler that pools by transaction stands in front of PostgreSQL, and the DataSource of the"
                + " application prepares statements in its sessions: add prepareThreshold=0 to its URL.");
      }
    } catch (SQLException e) {
      throw new ConfigurationException(DatabaseFailure.sentence(e, OF_THE_APPLICATION));
    }
  }
}
