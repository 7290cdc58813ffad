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
 * The database before the bridge starts: that it is there, that it can serve the bridge and keeps
 * what it commits, and its tables.
 */
public final class Database {
  private static final String OWN =
      "M2M_DATABASE_URL, M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD";
  private static final String MIGRATION =
      "M2M_DATABASE_MIGRATION_URL, M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD";
  private static final String OF_THE_APPLICATION = "the DataSource of the application";
  private static final String NO_SERVER_PREPARE = PGProperty.PREPARE_THRESHOLD.getName();

  /** The driver prints the part of a wrong URL that it took for a port, which may be a password. */
  public static final java.util.logging.Logger DRIVER =
      java.util.logging.Logger.getLogger("org.postgresql");

  private Database() {}

  /**
   * Brings the tables up to date.
   *
   * @throws ConfigurationException when the database can't be reached or its tables can't be
   *     changed
   */
  public static void migrate(Settings settings) {
    migrate(settings, reachable(settings));
  }

  /**
   * Brings the tables up to date, by {@code m2m.database.migration-url} where that is set.
   *
   * @param dataSource that is {@link #reachable}
   * @throws ConfigurationException when the tables can't be changed, or not be used
   */
  public static void migrate(Settings settings, DataSource dataSource) {
    String url = settings.get("m2m.database.migration-url");
    if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
      throw new ConfigurationException(
          "m2m.database.migration-url (M2M_DATABASE_MIGRATION_URL) is no JDBC URL of PostgreSQL: set it to"
              + " jdbc:postgresql://<host>/<database>, or leave it empty.");
    }
    migrate(dataSource, url.isEmpty() ? null : direct(settings, url));
  }

  /**
   * Brings the tables up to date.
   *
   * @param dataSource that is {@link #reachable}
   * @throws ConfigurationException when the tables can't be changed, or not be used
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
   * The database without a pool, for what is done once. Where a pooler stands in front of it,
   * {@code m2m.database.url} has the driver prepare no statement in a session from now on.
   *
   * @throws ConfigurationException when it can't be reached or can't serve the bridge
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
   * The application's.
   *
   * @throws ConfigurationException when it can't be reached or can't serve the bridge
   */
  public static DataSource reachable(DataSource dataSource) {
    Found found = find(dataSource, OF_THE_APPLICATION);
    warn(found);
    if (found.pooler() == Pooler.BY_TRANSACTION) {
      preparesNothing(dataSource);
    }
    return dataSource;
  }

  private record Found(ServerState server, Pooler pooler) {}

  /** Without the types of the parameters PostgreSQL doesn't understand the bridge's arrays. */
  private static void refuseSimpleQueries(Connection connection, String where) throws SQLException {
    if (connection.isWrapperFor(PGConnection.class)
        && connection.unwrap(PGConnection.class).getPreferQueryMode() == PreferQueryMode.SIMPLE) {
      throw new ConfigurationException(
          "The driver's preferQueryMode=simple can't be served: take it out of the URL in "
              + where
              + "; behind PgBouncer the bridge needs no such setting.");
    }
  }

  /** Connects, without a word of the driver's, and sees to it that the database can serve. */
  private static Found find(DataSource dataSource, String where) {
    Level level = DRIVER.getLevel();
    DRIVER.setLevel(Level.OFF);
    try (Connection connection = dataSource.getConnection()) {
      if (!connection.getAutoCommit()) {
        throw new ConfigurationException(
            "The DataSource gives connections without auto-commit, with which nothing would be stored:"
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

  /** A statement that is prepared in a session is unknown to the next backend, or known twice. */
  private static void preparesNothing(DataSource dataSource) {
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
