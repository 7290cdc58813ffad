package io.m2mbridge.database;

import io.m2mbridge.settings.ConfigurationException;
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

/** Brings the bridge's tables up to date, by the files under {@code db/m2m-bridge}. */
final class Migration {
  private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

  /** The table in which Flyway notes what it has done. */
  static final String HISTORY = "m2m_schema_history";

  /** As long as Flyway itself waits for its lock. */
  private static final Duration WAIT_FOR_LOCK = Duration.ofSeconds(50);

  /** Flyway's own lock would hold up an index that is created concurrently. */
  static final Map<String, String> NO_OPEN_TRANSACTION =
      Map.of("flyway.postgresql.transactional.lock", "false");

  private final DataSource dataSource;
  private final String schema;
  private final Flyway flyway;

  /**
   * @param direct a DataSource whose connections each have one session
   * @param schema the one that has the tables, or will have them
   */
  Migration(DataSource direct, String schema) {
    this.dataSource = new MigrationDataSource(direct, schema);
    this.schema = schema;
    this.flyway =
        Flyway.configure()
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
   * Does what is not done yet; where nothing is, no lock is taken and nothing is written.
   *
   * @throws ConfigurationException when the tables can't be changed
   */
  void run() {
    try {
      MigrationInfoService info = flyway.info();
      List<MigrationInfo> applied = List.of(info.applied());
      if (applied.stream().anyMatch(one -> one.getState().isFailed())) {
        forgetFailed();
      } else if (info.pending().length == 0) {
        validate();
        return;
      }
      LOG.info("bringing the tables in the schema {} up to date", schema);
      migrate(applied.isEmpty());
    } catch (FlywayException | SQLException e) {
      throw new ConfigurationException(
          "The tables can't be brought up to date: "
              + MigrationFailure.sentence(e, dataSource, schema));
    }
  }

  /**
   * A first start tries twice: where another node has its first start at the same moment, Flyway
   * may find a history that wasn't there when it looked, and takes that for a mistake.
   */
  private void migrate(boolean isFirst) {
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      if (!isFirst) {
        throw e;
      }
      flyway.migrate();
    }
  }

  /**
   * A migration that runs without a transaction and was broken off is noted as failed, and would be
   * refused ever after. Each of them can be run again. Under the lock, no other node is running
   * one.
   */
  private void forgetFailed() throws SQLException {
    try (MigrationLock lock = MigrationLock.take(dataSource, schema, WAIT_FOR_LOCK);
        Statement statement = lock.connection().createStatement()) {
      statement.executeUpdate("DELETE FROM " + HISTORY + " WHERE NOT success");
    }
  }

  private void validate() {
    ValidateResult result = flyway.validateWithResult();
    if (!result.validationSuccessful) {
      throw new ConfigurationException(
          "The tables can't be used: "
              + MigrationFailure.differs(
                  result.invalidMigrations.stream().map(one -> one.version).toList()));
    }
  }
}
