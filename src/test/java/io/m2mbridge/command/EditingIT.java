package io.m2mbridge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testkit.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An integration team's edits by the packaged commands, in a folder of its own. */
@Tag("verify")
class EditingIT {
  @TempDir private Path folder;
  private BridgeLauncher packaged;

  @BeforeEach
  void fillFolder() {
    packaged = BridgeLauncher.packaged(folder);
  }

  private String run(int exitCode, String... arguments) {
    try (BridgeProcess process = packaged.launch(arguments)) {
      assertEquals(exitCode, process.awaitExit(), process.stderr() + process.stdout());
      assertEquals(false, process.printedStackTrace(), process.stderr());
      return process.stdout() + process.stderr();
    }
  }

  /** Replaces the first occurrence of a text. */
  private void edit(String route, String before, String after) throws Exception {
    Path file = folder.resolve("routes/" + route + ".camel.yaml");
    String text = Files.readString(file);
    assertTrue(text.contains(before), route);
    int at = text.indexOf(before);
    Files.writeString(file, text.substring(0, at) + after + text.substring(at + before.length()));
  }

  @Test
  void writesANewEventThatIsRecordedOnce() throws Exception {
    run(0, "new-route", "tell-ledger");
    String written = run(0, "new-event", "operation.completed");
    assertTrue(written.contains("sql/operation-completed.sql"), written);
    assertEquals("Nothing is wrong.", run(0, "check").strip());

    String url = TestPostgres.newDatabase();
    JdbcClient sql = JdbcClient.create(new DriverManagerDataSource(url, "postgres", ""));
    sql.sql(Files.readString(folder.resolve("sql/operation-completed-table.sql"))).update();
    packaged.withDatabase(url);
    try (BridgeProcess bridge = packaged.start()) {
      String sample = Files.readString(folder.resolve("samples/operation.completed.json"));
      assertEquals(200, packaged.send(sample).statusCode());
      assertEquals(200, packaged.send(sample).statusCode());
      Awaitility.await("the event to be recorded")
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  sql.sql("SELECT data->>'id' FROM site_operation_completed")
                      .query(String.class)
                      .list()
                      .equals(List.of("1")));
      assertTrue(bridge.isAlive());
    }
    assertTrue(
        run(1, "new-event", "operation.completed").contains("already: choose another name."));
  }

  @Test
  void tellsAWrongEditBeforeTheStartAndAtIt() throws Exception {
    edit("notify", "    description:", "    id: twice\n    description:");

    String found = run(1, "check");
    assertTrue(found.contains("routes/notify.camel.yaml:3:5: "), found);
    assertTrue(found.contains("[duplicate-key]"), found);
    packaged.with("M2M_NOT_OURS", "1");
    try (BridgeProcess process = packaged.launch("check", "--json")) {
      assertEquals(1, process.awaitExit());
      assertTrue(process.stdout().startsWith("{"), process.stdout());
      assertTrue(process.stdout().contains("\"id\" : \"duplicate-key\""), process.stdout());
      assertTrue(process.stderr().contains("M2M_NOT_OURS"), process.stderr());
    }
    assertTrue(run(1, "check", "--sarif").contains("\"ruleId\" : \"duplicate-key\""));

    packaged.withDatabase("jdbc:postgresql://127.0.0.1:1/none");
    String start = run(1);
    assertTrue(start.contains("m2m-bridge: routes/notify.camel.yaml:3:5: "), start);
  }

  @Test
  void refusesNamesThatNoRouteOrEventHas() {
    assertTrue(run(1, "new-route", "Tell Ledger").contains("small letters"));
    assertTrue(
        run(1, "new-event", "operation.created").contains("edit routes/event-operation-created"));
    assertTrue(run(1, "new-event", "completed").contains("write it as in operation.completed"));
  }
}
