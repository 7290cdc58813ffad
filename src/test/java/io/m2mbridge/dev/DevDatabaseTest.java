package io.m2mbridge.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ConfigurationException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class DevDatabaseTest {
  @TempDir private Path parent;

  private static JdbcClient sql(DevDatabase database) {
    return JdbcClient.create(new DriverManagerDataSource(database.url(), database.username(), ""));
  }

  private static String setting(DevDatabase database, String name) {
    return sql(database).sql("SHOW " + name).query(String.class).single();
  }

  @Test
  void keepsWhatItCommitsOverRunsAndIsTakenOverWhereItStillRuns() throws Exception {
    Path folder = parent.resolve("data of\u00e9").resolve("postgresql");
    DevDatabase first = DevDatabase.start(folder);
    assertEquals("on", setting(first, "fsync"));
    assertEquals("on", setting(first, "synchronous_commit"));
    sql(first).sql("CREATE TABLE kept ()").update();
    first.stop();
    try (EmbeddedPostgres left = leftRunning(folder)) {
      DevDatabase second = DevDatabase.start(folder);
      assertTrue(second.url().contains(":" + left.getPort() + "/"), second.url());
      second.stop();
      Awaitility.await("the one that was taken over to stop")
          .atMost(Duration.ofSeconds(20))
          .until(() -> !Files.exists(folder.resolve("postmaster.pid")));
    }

    // As after a crash, when the process id is another program's by now: this one's.
    Files.write(
        folder.resolve("postmaster.pid"),
        List.of(
            String.valueOf(ProcessHandle.current().pid()),
            folder.toString(),
            "1795326736",
            "1",
            "",
            "localhost"));
    DevDatabase third = DevDatabase.start(folder);
    try {
      assertEquals(0L, sql(third).sql("SELECT count(*) FROM kept").query(Long.class).single());
    } finally {
      third.stop();
    }
  }

  /** As a run that was killed leaves it. */
  private static EmbeddedPostgres leftRunning(Path folder) throws IOException {
    return EmbeddedPostgres.builder().setDataDirectory(folder).setCleanDataDirectory(false).start();
  }

  @Test
  void refusesASecondBridgeInTheFolder() {
    Path folder = parent.resolve("data").resolve("postgresql");
    DevDatabase first = DevDatabase.start(folder);
    try {
      String sentence =
          assertThrows(ConfigurationException.class, () -> DevDatabase.start(folder)).getMessage();

      assertTrue(sentence.startsWith("Another bridge runs in this folder"), sentence);
      assertEquals("on", setting(first, "fsync"));
    } finally {
      first.stop();
    }
  }

  @Test
  void saysWhatToDoWhereItDoesNotStart() throws Exception {
    Path folder = Files.createDirectory(parent.resolve("postgresql"));
    Files.writeString(folder.resolve("not-of-postgresql"), "");

    String sentence =
        assertThrows(ConfigurationException.class, () -> DevDatabase.start(folder)).getMessage();

    assertTrue(
        sentence.startsWith("The embedded PostgreSQL in " + folder + " does not start ("),
        sentence);
    assertTrue(
        sentence.endsWith(
            "): delete that folder to start with an empty database, or set M2M_DATABASE_URL to a PostgreSQL of your"
                + " own."),
        sentence);
  }
}
