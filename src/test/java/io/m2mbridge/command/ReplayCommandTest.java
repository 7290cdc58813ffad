package io.m2mbridge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.Application;
import io.m2mbridge.testing.CommandRun;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayCommandTest {
  private static Bridge bridge;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private InputStream terminal;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  @BeforeEach
  void pointAtTheDatabase() {
    System.setProperty("m2m.database.url", bridge.databaseUrl());
    System.setProperty("m2m.database.username", "postgres");
    terminal = System.in;
  }

  @AfterEach
  void restore() {
    System.clearProperty("m2m.database.url");
    System.clearProperty("m2m.database.username");
    System.setIn(terminal);
  }

  private int replay(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "replay";
    System.arraycopy(args, 0, all, 1, args.length);
    return Application.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  /** An event that is dead, under the key {@code link.created:<id>}. */
  private static void dead(String linkId) {
    bridge.send(Event.of("link.created").withText("data.linkId", linkId).toString());
    bridge.await("link.created:" + linkId, "done");
    bridge
        .sql()
        .sql("UPDATE m2m_deliveries SET state = 'dead' WHERE link_id = :id")
        .param("id", linkId)
        .update();
  }

  private static void type(String text) {
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void putsOneEventBackByItsKey() {
    dead("link_by_key");
    assertEquals(0, replay("link.created:link_by_key"));
    assertEquals("1 put back.", out.toString().strip());
    bridge.await("link.created:link_by_key", "done");
  }

  @Test
  void asksBeforeItPutsManyBack() {
    dead("link_asked");
    type("y\n");
    assertEquals(0, replay("--state", "dead", "--event", "link.created"));
    assertTrue(out.toString().contains("1 event to put back. Continue? [y/N]"), out.toString());
    bridge.await("link.created:link_asked", "done");
  }

  @Test
  void putsNothingBackWithoutAYes() {
    dead("link_refused");
    type("");
    assertEquals(1, replay("--state", "dead"));
    assertTrue(out.toString().contains("Nothing was put back."), out.toString());
    assertEquals("dead", bridge.delivery("link.created:link_refused").get("state"));
    assertEquals(0, replay("--state", "dead", "--yes"));
    bridge.await("link.created:link_refused", "done");
  }

  @Test
  void doesNotAskWithYes() {
    dead("link_unasked");
    assertEquals(0, replay("--state", "dead", "--yes"));
    assertFalse(out.toString().contains("Continue?"), out.toString());
    bridge.await("link.created:link_unasked", "done");
  }

  @Test
  void saysWhenThereIsNoSuchEvent() {
    assertEquals(1, replay("link.created:nowhere"));
    assertEquals("There is no such event.", out.toString().strip());
  }

  @Test
  void saysWhenTheDatabaseCannotBeReached() {
    System.setProperty("m2m.database.url", "jdbc:postgresql://127.0.0.1:1/nowhere");
    assertEquals(1, replay("1"));
    assertTrue(err.toString().contains("The database can't be reached"), err.toString());
    assertEquals(1, err.toString().strip().lines().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay 1", "erase user_1 --yes"})
  void saysWhatIsMissingWhereNoDatabaseIsSet(String command) {
    System.clearProperty("m2m.database.url");
    CommandRun run = CommandRun.of(command.split(" "));
    assertEquals(1, run.exitCode());
    assertEquals(
        "m2m-bridge: The database is missing: run this in the bridge's folder, or set"
            + " M2M_DATABASE_URL, M2M_DATABASE_USERNAME and M2M_DATABASE_PASSWORD as the bridge has"
            + " them.",
        run.err().strip());
  }

  @Test
  void refusesToGuessWhatToPutBack() {
    assertEquals(1, replay());
    assertEquals(1, replay("--state", "done"));
    assertTrue(err.toString().contains("dead, quarantined"), err.toString());
  }
}
