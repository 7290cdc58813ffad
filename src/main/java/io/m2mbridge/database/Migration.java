package io.m2mbridge.database;

import io.m2mbridge.settings.ConfigurationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.output.ValidateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Migrates the bridge's tables with Flyway, by the files under {@code db/m2m-bridge}. */
final class Migration {
  private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

  /** The table in which Flyway records the applied migrations. */
  static final String HISTORY = "m2m_schema_history";

  /** The timeout for the lock, the same as Flyway's own. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(50);

  /**
   * Makes Flyway lock by session. Its default, a lock in an open transaction, would block CREATE
   * INDEX CONCURRENTLY.
   */
  static final Map<String, String> NO_OPEN_TRANSACTION =
      Map.of("flyway.postgresql.transactional.lock", "false");

  private final DataSource dataSource;
  private final String schema;

  /**
   * Creates a migration.
   *
   * @param direct a DataSource whose connections each keep one session
   * @param schema the schema that has the tables, or will have them
   */
  Migration(DataSource direct, String schema) {
    this.dataSource = new MigrationDataSource(direct, schema);
    this.schema = schema;
  }

  private Flyway flyway() {
    return Flyway.configure()
        .dataSource(dataSource)
        .configuration(NO_OPEN_TRANSACTION)
        .locations("classpath:db/m2m-bridge")
        .defaultSchema(schema)
        .table(HISTORY)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  /**
   * Applies the pending migrations. If there is none, it takes no lock and writes nothing.
   *
   * @throws ConfigurationException if the tables can't be migrated
   */
  void run() {
    if (MigrationHistory.isUpToDate(dataSource)) {
      return;
    }
    Flyway flyway = flyway();
    try {
      MigrationInfoService info = flyway.info();
      List<MigrationInfo> applied = List.of(info.applied());
      if (applied.stream().anyMatch(one -> one.getState().isFailed())) {
        forgetFailed();
      } else if (info.pending().length == 0) {
        validate(flyway);
        return;
      }
      LOG.info("bringing the tables in the schema {} up to date", schema);
      migrate(flyway, applied.isEmpty());
    } catch (FlywayException | SQLException e) {
      throw new ConfigurationException(
          "The tables can't be brought up to date: "
              + MigrationFailure.sentence(e, dataSource, schema));
    }
  }

  /**
   * Runs Flyway, twice on a first start. If another node has its first start at the same time,
   * Flyway may find a history table that didn't exist when it looked, and fails.
   */
  private void migrate(Flyway flyway, boolean isFirst) throws SQLException {
    if (isFirst) {
      requireCreate();
    }
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      if (!isFirst) {
        throw e;
      }
      flyway.migrate();
    }
  }

  /** Fails at once without the right to create tables, which Flyway would try for ten seconds. */
  private void requireCreate() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT has_schema_privilege(?, 'CREATE')")) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        if (!row.getBoolean(1)) {
          throw new SQLException("the right to create tables is missing", "42501");
        }
      }
    }
  }

  /**
   * Deletes the records of failed migrations. A migration without a transaction that was
   * interrupted is recorded as failed, and Flyway would refuse every later start. Each migration
   * can be run again. The lock ensures that no other node is running one.
   */
  private void forgetFailed() throws SQLException {
    try (MigrationLock lock = MigrationLock.take(dataSource, schema, LOCK_TIMEOUT);
        Statement statement = lock.connection().createStatement()) {
      statement.executeUpdate("DELETE FROM " + HISTORY + " WHERE NOT success");
    }
  }

  private static void validate(Flyway flyway) {
    ValidateResult result = flyway.validateWithResult();
    if (!result.validationSuccessful) {
      throw new ConfigurationException(
          "The tables can't be used: "
              + MigrationFailure.differs(
                  result.invalidMigrations.stream().map(one -> one.version).toList()));
    }
  }
}
