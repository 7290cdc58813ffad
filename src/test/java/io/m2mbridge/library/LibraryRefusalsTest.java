package io.m2mbridge.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.zaxxer.hikari.HikariDataSource;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.start.StartFailure;
import io.m2mbridge.testing.LogLines;
import io.m2mbridge.testkit.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stops the start of another application, and what only warns it. */
@Tag("verify")
class LibraryRefusalsTest extends OtherApplication {
  @Test
  void refusesAMisspeltSetting() {
    set("m2m.webhook.maxAge", "1h");

    assertMistake("Nothing reads m2m.webhook.maxAge: did you mean m2m.webhook.max-age?");
  }

  @Test
  void leavesAnUnknownNameToTheApplication() throws Exception {
    set("m2m.ledger.token", "1");
    start();

    assertEquals("200 accepted", send());
  }

  @Test
  void refusesDataSourceWithoutAutoCommit() {
    isAutoCommit = false;

    assertMistake(
        "The DataSource gives connections without auto-commit, so nothing would be stored:"
            + " set auto-commit of its pool to true.");
  }

  @Test
  void refusesQueryThatLosesAFieldOfTheUserData() {
    set(
        "m2m.user-data.query",
        "SELECT id_number AS idNumber FROM m2m_users WHERE reference_id = :?referenceId");

    assertMistake(
        "m2m.user-data.query (M2M_USER_DATA_QUERY) gives a column idnumber, which M2M doesn't know:"
            + " write AS \"idNumber\", in double quotes, because PostgreSQL lower-cases unquoted names.");
  }

  @Test
  void warnsOfPoolThatWaitsForLong() throws Exception {
    try (HikariDataSource pool = new HikariDataSource();
        LogLines log = LogLines.capture()) {
      pool.setJdbcUrl(TestPostgres.newDatabase());
      pool.setUsername("postgres");
      dataSource = pool;
      start();

      assertEquals(1, log.with("waits 30000 ms for a connection").size());
      host.stop();
    }
  }

  @Test
  void refusesFolderWithoutRoutes() {
    set("m2m.routes.folder", "file:" + folder);

    assertMistake(
        "m2m.routes.folder (M2M_ROUTES_FOLDER) is file:"
            + folder
            + ", which has no *.camel.yaml: set it to a folder, as in file:routes-of-ours or"
            + " classpath:routes-of-ours.");
  }

  @Test
  void refusesARouteThatCanNotBeMeant() throws Exception {
    String yaml = Files.readString(Path.of("routes/notify.camel.yaml"));
    Path file = folder.resolve("notify.camel.yaml");
    Files.writeString(file, yaml.replaceFirst("    description:", "    id: twice\n$0"));
    set("m2m.routes.folder", "file:" + folder);

    assertMistake(
        file
            + ":3:5: the key id is in line 2 already, and one of the two is lost: keep one of them."
            + " [duplicate-key]");
  }

  @Test
  void explainsWhyCamelDoesNotTakeARoute() throws Exception {
    String beans = "- beans:\n    - name: ledgerClock\n      type: java.tme.Clock\n";
    Path file = Files.writeString(folder.resolve("ledger-beans.camel.yaml"), beans);
    set("m2m.routes.folder", "file:" + folder);

    assertMistake(
        file
            + ":3:13: the bean ledgerClock: the class java.tme.Clock is not on the class path: write its full name with"
            + " the package, or put its jar into lib/. [unknown-class]");
  }

  @Test
  void startsWithAFindingThatTheApplicationAllows() throws Exception {
    set("m2m.routes.folder", "file:" + folder);
    set("m2m.check.allow", "unknown-route@tell-nobody: it is added after the start");
    Files.writeString(
        folder.resolve("tell-nobody.camel.yaml"),
        "- route: {id: tell-nobody, from: {uri: 'direct:tell-nobody', steps: [to: 'direct:later']}}");
    start();

    assertEquals("200 accepted", send());
  }

  @Test
  void refusesToStartWithoutSecret() {
    set("m2m.webhook.secret", "");

    assertMistake(
        "The webhook secret is missing: set M2M_WEBHOOK_SECRET to the one that M2M's Partner Portal"
            + " shows.");
  }

  @Test
  void refusesRoutesThatAreThereAlready() {
    set("camel.main.routesIncludePattern", "classpath:routes/*.camel.yaml");
    set("m2m.demo", "false");
    Settings.defaults()
        .forEach((key, value) -> host.addInitialProperty((String) key, (String) value));

    assertMistake(
        "The route webhook-receive exists already, and m2m.routes.enabled would add it again: load"
            + " the routes by one of the two, m2m.routes.enabled or Camel's include pattern.");
  }

  private void assertMistake(String sentence) {
    Exception failure = assertThrows(Exception.class, this::start);
    assertEquals(sentence, StartFailure.sentence(failure));
  }
}
