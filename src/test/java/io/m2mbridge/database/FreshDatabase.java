package io.m2mbridge.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.testkit.TestPostgres;
import java.net.URI;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database of the test's own, with its roles. */
abstract class FreshDatabase {
  final String url = TestPostgres.newDatabase();
  final JdbcClient owner = JdbcClient.create(source(url, "postgres"));
  final String database = URI.create(url.substring("jdbc:".length())).getPath().substring(1);

  /** The database by a role's name; its role alone is another one than the URL's. */
  static DataSource source(String url, String role) {
    return new DriverManagerDataSource(url.replaceAll("user=[^&]*", "user=" + role), role, "");
  }

  static void start(DataSource source) {
    Database.migrate(Database.reachable(source));
  }

  static String refused(DataSource source) {
    String sentence = assertThrows(ConfigurationException.class, () -> start(source)).getMessage();
    assertEquals(1, sentence.lines().count(), sentence);
    return sentence;
  }

  static void says(String sentence, String... parts) {
    for (String part : parts) {
      assertTrue(sentence.contains(part), sentence + "\nshould say: " + part);
    }
  }

  void run(String sql) {
    owner.sql(sql).update();
  }

  /** A role of this test's own, which may do nothing yet. */
  String role() {
    String role = "role_of_" + database;
    run("CREATE ROLE " + role + " LOGIN");
    run("REVOKE ALL ON SCHEMA public FROM PUBLIC");
    return role;
  }

  void migrateTo(String version) {
    Flyway.configure()
        .dataSource(source(url, "postgres"))
        .configuration(Migration.NO_OPEN_TRANSACTION)
        .locations("classpath:db/m2m-bridge")
        .table(Migration.HISTORY)
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .target(version)
        .load()
        .migrate();
  }
}
