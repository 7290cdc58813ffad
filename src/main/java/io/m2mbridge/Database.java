package io.m2mbridge;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database before the bridge starts: that it is there, that it keeps what it commits, and its
 * tables.
 */
final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** Flyway's own lock would hold up an index that is created concurrently. */
  static final Map<String, String> NO_OPEN_TRANSACTION =
      Map.of("flyway.postgresql.transactional.lock", "false");

  /** The driver prints the part of a wrong URL that it took for a port, which may be a password. */
  static final java.util.logging.Logger DRIVER =
      java.util.logging.Logger.getLogger("org.postgresql");

  private Database() {}

  /**
   * Brings the tables up to date.
   *
   * @throws ConfigurationException when the database can't be reached or its tables can't be
   *     changed
   */
  static void migrate(Settings settings) {
    migrate(reachable(settings));
  }

  /**
   * Brings the tables up to date.
   *
   * @param dataSource that is {@link #reachable}
   * @throws ConfigurationException when the tables can't be changed
   */
  static void migrate(DataSource dataSource) {
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(dataSource)
              .configuration(NO_OPEN_TRANSACTION)
              .locations("classpath:db/m2m-bridge")
              .table("m2m_schema_history")
              .baselineOnMigrate(true)
              .baselineVersion("0")
              .load();
      migrate(flyway);
    } catch (FlywayException e) {
      throw new ConfigurationException(
          "The tables can't be brought up to date: "
              + StartFailure.oneLine(String.valueOf(e.getMessage())));
    }
  }

  /**
   * A first start tries twice: where another node has its first start at the same moment, Flyway
   * may find a history that wasn't there when it looked, and takes that for a mistake.
   */
  private static void migrate(Flyway flyway) {
    MigrationInfo[] applied = flyway.info().applied();
    forgetFailed(flyway, applied);
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      if (applied.length > 0) {
        throw e;
      }
      flyway.migrate();
    }
  }

  /**
   * One that runs without a transaction and was broken off is noted as failed, and would be refused
   * ever after. Each of them can be run again.
   */
  private static void forgetFailed(Flyway flyway, MigrationInfo[] applied) {
    if (Arrays.stream(applied).anyMatch(one -> one.getState().isFailed())) {
      flyway.repair();
    }
  }

  /**
   * The database without a pool, for what is done once.
   *
   * @throws ConfigurationException when it can't be reached
   */
  static DataSource reachable(Settings settings) {
    Properties options = new Properties();
    options.setProperty("connectTimeout", "5");
    options.setProperty("loginTimeout", "10");
    options.setProperty("logServerErrorDetail", "false");
    DriverManagerDataSource dataSource =
        new DriverManagerDataSource(
            settings.get("m2m.database.url"),
            settings.get("m2m.database.username"),
            settings.get("m2m.database.password"));
    dataSource.setConnectionProperties(options);
    Level level = DRIVER.getLevel();
    DRIVER.setLevel(Level.OFF);
    try {
      return reachable(
          dataSource,
          "check M2M_DATABASE_URL, M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD, and that"
              + " PostgreSQL runs there.");
    } finally {
      DRIVER.setLevel(level);
    }
  }

  /**
   * The application's.
   *
   * @throws ConfigurationException when it can't be reached
   */
  static DataSource reachable(DataSource dataSource) {
    return reachable(
        dataSource, "check the DataSource of the application, and that PostgreSQL runs there.");
  }

  private static DataSource reachable(DataSource dataSource, String advice) {
    try (Connection connection = dataSource.getConnection()) {
      if (!connection.getAutoCommit()) {
        throw new ConfigurationException(
            "The DataSource gives connections without auto-commit, with which nothing would be stored:"
                + " set auto-commit of its pool to true.");
      }
      if (!Settings.isDev()) {
        warnUnlessOn(connection, "fsync");
        warnUnlessOn(connection, "synchronous_commit");
      }
    } catch (SQLException e) {
      throw new ConfigurationException(
          "The database can't be reached (SQLSTATE " + e.getSQLState() + "): " + advice);
    }
    return dataSource;
  }

  private static void warnUnlessOn(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + setting)) {
      row.next();
      if (row.getString(1).equals("off")) {
        LOG.warn("PostgreSQL has {} off: what is answered 200 may be lost in a crash", setting);
      }
    }
  }
}
