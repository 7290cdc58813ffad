package io.m2mbridge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.testing.CommandRun;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.TestPostgres;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The questions of an operator, on a bridge that has processed events. */
class OperatorCommandsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static Bridge bridge;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  @BeforeEach
  void pointAtTheDatabase() {
    bridge
        .sql()
        .sql("TRUNCATE m2m_deliveries, m2m_operations, m2m_fund_holds, m2m_actions")
        .update();
    System.setProperty("m2m.database.url", bridge.databaseUrl());
    System.setProperty("m2m.database.username", "postgres");
  }

  @AfterEach
  void restore() {
    System.clearProperty("m2m.database.url");
    System.clearProperty("m2m.database.username");
  }

  private static CommandRun run(String... args) {
    return CommandRun.of(args);
  }

  private static JsonNode json(String... args) throws Exception {
    CommandRun run = run(args);
    assertEquals("", run.err());
    return JSON.readTree(run.out());
  }

  private static void send(String event, String operation) {
    bridge.send(Event.of(event).withText("data.operationId", operation).toString());
    bridge.await(event + ":" + operation, "done");
  }

  private static void die(String key) {
    bridge
        .sql()
        .sql(
            "UPDATE m2m_deliveries SET state = 'dead', last_error = 'IOException at event-x/call'"
                + " WHERE event_key = :key")
        .param("key", key)
        .update();
  }

  private static String line(String out, String part) {
    return out.lines().filter(each -> each.contains(part)).findFirst().orElse("no " + part);
  }

  @Test
  void showsTheTimelineOfAnOperationWithWhatCameOutOfOrder() {
    send("operation.cancelled", "op_shown");
    send("operation.created", "op_shown");
    bridge.send(Event.of("operation.created").withText("data.operationId", "op_shown").toString());
    die("operation.created:op_shown");
    assertEquals(
        0, run("replay", "operation.created:op_shown", "--why", "ledger is up").exitCode());
    bridge.await("operation.created:op_shown", "done");

    String shown = run("show", "op_shown").out();
    assertTrue(
        line(shown, "operation.cancelled;").contains("out of order: before its creation"), shown);
    assertTrue(line(shown, " copy ").contains("seen 2 times"), shown);
    assertTrue(line(shown, " effects ").contains("committed"), shown);
    String replayed = line(shown, " run 2 ");
    assertTrue(replayed.contains("replay by " + System.getProperty("user.name")), shown);
    assertTrue(replayed.contains("ledger is up; before: dead after attempt 1"), shown);
    assertTrue(line(shown, "  op_shown").contains("cancelled"), shown);
  }

  @Test
  void findsAnIdByItsBeginningAndNamesSeveral() {
    send("operation.created", "op_short_1a");
    send("operation.created", "op_short_2b");
    assertTrue(run("show", "op_short_1").out().contains("operation.created:op_short_1a"));
    CommandRun several = run("show", "op_short_");
    assertEquals(1, several.exitCode());
    assertEquals(
        "m2m-bridge: Several ids begin with op_short_: write more of one of them: op_short_1a, op_short_2b.",
        several.err().strip());
    CommandRun none = run("show", "op%short");
    assertEquals(
        "m2m-bridge: Nothing has the id op%short: write that of an operation, a link, a data request, a user or a delivery.",
        none.err().strip());
  }

  @Test
  void showsNoPayload() throws Exception {
    String event =
        Event.of("operation.created").withText("data.operationId", "op_private").toString();
    bridge.send(event);
    bridge.await("operation.created:op_private", "done");
    String shown = run("show", "op_private").out() + run("show", "op_private", "--json").out();
    JsonNode data = JSON.readTree(event).path("data");
    for (String secret :
        List.of(
            data.path("userId").asText("none"),
            data.path("payout").path("method").asText("none"))) {
      assertFalse(shown.contains("\"" + secret + "\""), secret);
    }
    assertFalse(shown.contains("funding"), shown);
  }

  @Test
  void groupsTroubleByItsCauseAndSaysSoByTheExitCode() throws Exception {
    assertEquals(0, run("trouble", "--open-days", "3650").exitCode());
    assertEquals("Nothing is wrong.", run("trouble").out().strip());
    send("operation.created", "op_dead_1");
    send("operation.created", "op_dead_2");
    die("operation.created:op_dead_1");
    die("operation.created:op_dead_2");

    CommandRun trouble = run("trouble");
    assertEquals(2, trouble.exitCode());
    JsonNode group = json("trouble", "--json").path("trouble").path(0);
    assertEquals("dead", group.path("trouble").asText());
    assertEquals(2, group.path("count").asInt());
    assertEquals("IOException at event-x/call", group.path("cause").asText());

    assertEquals(0, run("discard", "--state", "dead", "--yes", "--why", "a test").exitCode());
    assertEquals(0, run("trouble", "--open-days", "3650").exitCode());
    assertEquals("discarded", bridge.delivery("operation.created:op_dead_1").get("reason"));
    JsonNode action = json("actions", "--json").path("actions").path(0);
    assertEquals("discard", action.path("action").asText());
    assertEquals(2, action.path("events").asInt());
    assertEquals("{\"state\": \"dead\"}", action.path("filter").asText());
  }

  @Test
  void sumsHoldsExactlyAndNamesOperationsWithout() throws Exception {
    for (String id : List.of("op_hold_1", "op_hold_2")) {
      send("operation.created", id);
    }
    send("operation.cancelled", "op_nothing_held");
    bridge.sql().sql("UPDATE m2m_fund_holds SET amount = 0.10, currency = 'EUR'").update();

    JsonNode holds = json("holds", "--json");
    JsonNode sum = holds.path("holds-open").path(0);
    assertEquals("0.20", sum.path("amount").asText());
    assertEquals("EUR", sum.path("currency").asText());
    assertEquals("op_nothing_held", holds.path("holds-none").path(0).path("operation_id").asText());
    assertEquals(
        "only its cancellation was seen", holds.path("holds-none").path(0).path("why").asText());
    assertEquals(0, holds.path("holds-wrong").size());
    die("operation.created:op_hold_1");
    bridge.sql().sql("UPDATE m2m_deliveries SET effects_at = NULL WHERE state = 'dead'").update();
    assertEquals("open", json("holds", "--json").path("holds-wrong").path(0).path("hold").asText());
  }

  @Test
  void plansAReplayAndChangesNothing() throws Exception {
    send("operation.created", "op_planned");
    die("operation.created:op_planned");
    JsonNode plan =
        json("replay", "--state", "dead", "--since", "1h", "--plan", "--json").path("plan").path(0);
    assertEquals("operation.created", plan.path("event").asText());
    assertEquals(1, plan.path("effects_committed").asInt());
    assertEquals(0, plan.path("effects_to_do").asInt());
    assertEquals("dead", bridge.delivery("operation.created:op_planned").get("state"));
    assertEquals(
        "There is no such event.",
        run("replay", "--state", "dead", "--since", "2999-01-01T00:00:00Z").out().strip());
    assertEquals(
        "m2m-bridge: --since yesterday is neither a duration nor an instant: write 2h, or"
            + " 2026-01-26T22:00:00Z.",
        run("replay", "--state", "dead", "--since", "yesterday").err().strip());
  }

  @Test
  void replaysWhatIsDoneOnlyIfAskedTo() {
    send("operation.created", "op_done");
    CommandRun refused = run("replay", "operation.created:op_done");
    assertEquals(1, refused.exitCode());
    assertTrue(refused.err().contains("add --again"), refused.err());
    assertEquals(0, run("replay", "operation.created:op_done", "--again").exitCode());
    bridge.await("operation.created:op_done", "done");
    assertEquals(2, bridge.delivery("operation.created:op_done").get("run"));
  }

  @Test
  void discardsNothingThatIsUnderWay() {
    send("operation.created", "op_kept");
    CommandRun refused = run("discard", "operation.created:op_kept");
    assertEquals(1, refused.exitCode());
    assertTrue(
        refused.out().toLowerCase(Locale.ROOT).contains("only events that are dead or quarantined"),
        refused.out());
    assertEquals("done", bridge.delivery("operation.created:op_kept").get("state"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          actions --most 0                    | --most 0 prints nothing: write 1 or more.
          actions --most -1                   | --most -1 prints nothing: write 1 or more.
          trouble --open-days -1              | --open-days -1 is out of range: write 0 to 36500.
          trouble --open-days 2000000000      | --open-days 2000000000 is out of range: write 0 to 36500.
          replay --state dead --since 5       | --since 5 is neither a duration nor an instant: write 2h, or 2026-01-26T22:00:00Z.
          replay --state dead --since 9999999999h | --since 9999999999h is neither a duration nor an instant: write 2h, or 2026-01-26T22:00:00Z.
          replay --state dead --reason fixed  | --reason is why an event is in quarantine, and a dead event has none: your own reason belongs in --why.
          discard 42 --event link.created     | --event, --reason, --cause and --since choose among the events of a --state: leave them out with an id.
          replay 999999                       | There is no event with this id: take the id or the event key from trouble or show.
          show \u001b[31m                     | Nothing has the id ?[31m: write that of an operation, a link, a data request, a user or a delivery.
          """)
  void saysInOneSentenceWhatIsWrong(String command, String sentence) {
    CommandRun run = run(command.split(" "));
    assertEquals("m2m-bridge: " + sentence, run.err().strip());
    assertEquals(1, run.exitCode());
  }

  @Test
  void saysThatThereIsNothingToDiscard() {
    CommandRun none = run("discard", "999999");
    assertEquals(List.of("0 discarded.", "There is no such event."), none.out().lines().toList());
    assertEquals(1, none.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"trouble", "holds", "actions", "show x", "discard 1", "replay 1"})
  void namesADatabaseWithoutTheTables(String command) {
    System.setProperty("m2m.database.url", TestPostgres.newDatabase());
    CommandRun run = run(command.split(" "));
    assertEquals(1, run.exitCode());
    assertEquals(
        "m2m-bridge: The database lacks tables or columns of this version of the bridge (SQLSTATE"
            + " 42P01): start this version once, which creates them, or check M2M_DATABASE_URL.",
        run.err().strip());
  }

  @Test
  void namesTheRightsThatTheRoleLacks() {
    String role = "without_rights_" + System.nanoTime();
    bridge.sql().sql("CREATE ROLE " + role + " LOGIN").update();
    System.setProperty("m2m.database.url", bridge.databaseUrl().replaceAll("[?].*", ""));
    System.setProperty("m2m.database.username", role);
    CommandRun run = run("trouble");
    assertEquals(1, run.exitCode());
    assertTrue(
        run.err()
            .startsWith(
                "m2m-bridge: The role lacks a right on the bridge's tables (SQLSTATE 42501)"),
        run.err());
  }
}
