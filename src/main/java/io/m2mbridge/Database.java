package io.m2mbridge;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database before the bridge starts: that it is there, that it keeps what it commits, and its
 * tables.
 */
final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private Database() {}

  /**
   * @throws ConfigurationException when the database can't be reached or its tables can't be
   *     brought up to date
   */
  static void migrate(Settings settings) {
    String url = settings.get("m2m.database.url");
    Properties login = new Properties();
    login.setProperty("user", settings.get("m2m.database.username"));
    login.setProperty("password", settings.get("m2m.database.password"));
    login.setProperty("connectTimeout", "5");
    login.setProperty("loginTimeout", "10");
    try (Connection connection = DriverManager.getConnection(url, login)) {
      warnUnlessOn(connection, "fsync");
      warnUnlessOn(connection, "synchronous_commit");
    } catch (SQLException e) {
      throw new ConfigurationException(
          "The database can't be reached (SQLSTATE "
              + e.getSQLState()
              + "): check M2M_DATABASE_URL, M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD, and that"
              + " PostgreSQL runs there.");
    }
    try {
      Flyway.configure()
          .dataSource(url, login.getProperty("user"), login.getProperty("password"))
          .table("m2m_schema_history")
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new ConfigurationException(
          "The tables can't be brought up to date: "
              + StartFailure.oneLine(String.valueOf(e.getMessage())));
    }
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
