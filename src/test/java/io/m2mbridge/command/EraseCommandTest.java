package io.m2mbridge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.CommandRun;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EraseCommandTest extends PlantedPersons {
  @Test
  void erasesWhatIsPersonalAndKeepsWhatBooksNeedAndEverybodyElse() {
    plant("gone");
    plant("other");
    Map<String, List<String>> before = rows("gone");
    Map<String, List<String>> others = rows("other");
    assertEquals(35, found(PERSONAL, before).size());

    CommandRun run = CommandRun.of("erase", "book-user-gone", "--yes");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(
        """
        m2m_deliveries: 6 erased
        m2m_users: 1 erased
        m2m_links: 1 erased
        m2m_operations: 2 erased
        m2m_api_operations: 0 erased
        m2m_data_requests: 1 erased
        Dead or in quarantine, and no longer replayable once erased: 2
        """,
        run.out().replace("\r", ""));
    Map<String, List<String>> after = rows("gone");
    assertEquals(List.of(), found(PERSONAL, after));
    Pattern books = Pattern.compile("book-[a-z-]+|20\\d\\d-\\d\\d-\\d\\d|\\d\\d\\.\\d+\\b(?!\\+)");
    before.remove("m2m_users");
    for (List<String> rows : List.copyOf(before.values())) {
      // The quarantined body names the reference too.
      rows.replaceAll(row -> row.replaceAll("\"referenceId\" :.*", "").replaceAll("(?s)\n.*", ""));
    }
    assertEquals(found(books, blankTimes(before)), found(books, blankTimes(after)));
    assertEquals(others, rows("other"));
  }

  @Test
  void takesALaterCopyForADuplicateAndLeavesItErased() {
    String event = Event.of("operation.created").toString();
    bridge.send(event);
    bridge.await("operation.created:op_a1b2c3d4e5f6", "done");
    assertEquals(0, CommandRun.of("erase", "user_12345", "--yes").exitCode());

    assertEquals("duplicate", Bridge.outcome(bridge.send(event)));

    bridge.awaitIdle();
    assertNull(bridge.delivery("operation.created:op_a1b2c3d4e5f6").get("body"));
    assertNull(column("SELECT funding FROM m2m_operations"));
    assertEquals("100.00", String.valueOf(column("SELECT send_amount FROM m2m_operations")));
    assertEquals("103.99", String.valueOf(column("SELECT amount FROM m2m_fund_holds")));
    assertTrue(CommandRun.of("erase", "user_12345", "--yes").out().contains("m2m_deliveries: 0"));
  }

  @Test
  void finishesAnEventOfTheirsThatComesLater() {
    bridge.send(Event.of("operation.created").toString());
    bridge.awaitIdle();
    assertEquals(0, CommandRun.of("erase", "user_12345", "--yes").exitCode());

    bridge.send(Event.of("operation.cancelled").toString());

    bridge.await("operation.cancelled:op_a1b2c3d4e5f6", "done");
    assertEquals(true, column("SELECT released_at IS NOT NULL FROM m2m_fund_holds"));
    assertEquals("cancelled", column("SELECT status FROM m2m_operations"));
  }

  @Test
  void leavesDeadWhatIsReplayedAfterwards() {
    delivery("link.created:late", "user_late", "late", "dead", "{}");
    assertEquals(0, CommandRun.of("erase", "user_late", "--yes").exitCode());
    assertEquals(0, CommandRun.of("replay", "link.created:late").exitCode());
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> bridge.delivery("link.created:late").get("last_error"),
            "UnrecoverableException: its payload was erased"::equals);
    assertEquals("dead", bridge.delivery("link.created:late").get("state"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "processing"})
  void refusesWhileAnEventIsUnderWay(String state) {
    plant("busy");
    bridge
        .sql()
        .sql(
            "UPDATE m2m_deliveries SET state = ?, next_attempt_at = now() + interval '1 day'"
                + " WHERE event_key = 'book-by-link-busy'")
        .param(state)
        .update();
    Map<String, List<String>> before = rows("busy");

    CommandRun run = CommandRun.of("erase", "book-user-busy", "--yes");

    assertEquals(1, run.exitCode());
    assertEquals(
        "m2m-bridge: Events of book-user-busy are still under way (1), so nothing was erased: run"
            + " this again once m2m_deliveries has no row of that person that is pending or processing.",
        run.err().strip());
    assertEquals(before, rows("busy"));
  }

  @ParameterizedTest
  @CsvSource({"n, 1", "'', 1", "y, 0"})
  void asksFirst(String answer, int exitCode) {
    plant("asked");

    CommandRun run =
        CommandRun.withInput(
            (answer + "\n").getBytes(StandardCharsets.UTF_8), "erase", "book-user-asked");

    assertEquals(exitCode, run.exitCode());
    assertTrue(run.out().contains("m2m_deliveries: 6 to erase"), run.out());
    assertTrue(run.out().contains("This can't be undone. Continue? [y/N]"), run.out());
    assertEquals(exitCode == 0, found(PERSONAL, rows("asked")).isEmpty());
    assertFalse(PERSONAL.matcher(run.out() + run.err()).find(), run.out());
  }

  @Test
  void findsWhatNamesNothingButAnOperationOfTheirs() {
    bridge.send(Event.of("operation.created").withText("data.referenceId", "user_op").toString());
    bridge.await("operation.created:op_a1b2c3d4e5f6", "done");
    String completed =
        "{ \"event\" : \"operation.completed\", \"data\" :"
            + " { \"operationId\" : \"op_a1b2c3d4e5f6\", \"beneficiary\" : \"Ana\" } }";
    bridge.send(completed);
    bridge.send(completed.replace("completed", "cancelled").replace("\"Ana\"", "1e9999"));
    bridge.awaitIdle();

    assertTrue(
        CommandRun.of("erase", "user_op", "--yes").out().contains("m2m_deliveries: 3 erased"));
    assertNull(column("SELECT max(length(body)) FROM m2m_deliveries"));
  }

  @Test
  void takesANameForNothingButItself() {
    bridge.send(Event.of("link.created").with("data.referenceId", "null").toString());
    bridge.send(Event.of("link.opened").with("data.referenceId", "{\"a\":\"ab\"}").toString());

    for (String other : List.of("null", "a b", "ab", "%", "' OR true --")) {
      assertEquals(1, CommandRun.of("erase", other, "--yes").exitCode(), other);
    }
  }

  @Test
  void findsAReferenceThatWasSentAsANumber() {
    bridge.send(Event.of("link.created").with("data.referenceId", "7701234").toString());
    assertTrue(
        CommandRun.of("erase", "7701234", "--yes").out().contains("m2m_deliveries: 1 erased"));
    assertNull(column("SELECT body FROM m2m_deliveries"));
  }

  @Test
  void erasesWhatCameTooLateAndSaysNothingOfWhomItDoesNotKnow() {
    bridge.send(
        Webhook.of(Event.of("link.opened").toString())
            .signedAt(Instant.now().minus(Duration.ofDays(1)))
            .to(bridge.webhooks()));
    CommandRun unknown = CommandRun.of("erase", "nobody", "--yes");
    assertEquals(1, unknown.exitCode());
    assertEquals("There is no data of nobody.", unknown.out().strip());
    assertTrue(
        CommandRun.of("erase", "user_12345", "--yes").out().contains("m2m_deliveries: 1 erased"));
    assertEquals("quarantined", column("SELECT state FROM m2m_deliveries"));
  }

  @Test
  void needsAPersonAndADatabase() {
    assertEquals(1, CommandRun.of("erase").exitCode());
    System.setProperty("m2m.database.url", "jdbc:postgresql://127.0.0.1:1/nowhere");
    CommandRun run = CommandRun.of("erase", "user_12345", "--yes");
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("The database can't be reached"), run.err());
  }
}
