package io.m2mbridge.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.TestPostgres;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What the history table says is enough for a start on tables that are up to date. */
class MigrationHistoryTest {
  private final DriverManagerDataSource database =
      new DriverManagerDataSource(TestPostgres.newDatabase(), "postgres", "");

  @Test
  void knowsEachMigration() {
    Map<String, String> checksums =
        Arrays.stream(
                Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:db/m2m-bridge")
                    .table(Migration.HISTORY)
                    .load()
                    .info()
                    .all())
            .filter(one -> one.getVersion() != null)
            .collect(
                Collectors.toMap(
                    one -> String.valueOf(one.getVersion()),
                    one -> String.valueOf(one.getChecksum()),
                    (one, other) -> one,
                    TreeMap::new));
    Map<String, String> listed = new TreeMap<>();
    MigrationHistory.expected().forEach((key, value) -> listed.put((String) key, (String) value));
    assertEquals(checksums, listed, "src/main/resources/db/m2m-bridge-checksums.properties");
  }

  @Test
  void isNotUpToDateWithoutTables() {
    assertFalse(MigrationHistory.isUpToDate(database));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE m2m_schema_history SET success = false WHERE version = '3'",
        "UPDATE m2m_schema_history SET checksum = 1 WHERE version = '3'",
        "DELETE FROM m2m_schema_history WHERE version = '3'",
        "INSERT INTO m2m_schema_history SELECT 1000, '1000', description, type, script, 1,"
            + " installed_by, installed_on, 1, true FROM m2m_schema_history WHERE version = '3'"
      })
  void isNotUpToDateIfTheHistoryDiffers(String change) {
    Database.migrate(database);
    assertTrue(MigrationHistory.isUpToDate(database));

    JdbcClient.create(database).sql(change).update();

    assertFalse(MigrationHistory.isUpToDate(database));
  }
}
