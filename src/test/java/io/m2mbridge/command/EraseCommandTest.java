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
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class EraseCommandTest {
  private static final List<String> TABLES =
      List.of(
          "m2m_deliveries",
          "m2m_users",
          "m2m_links",
          "m2m_operations",
          "m2m_fund_holds",
          "m2m_data_requests");
  private static final Pattern PERSONAL = Pattern.compile("private-[a-z-]+|1901-02-03");

  private Bridge bridge;

  @BeforeEach
  void start(Bridge shared) {
    bridge = shared;
    System.setProperty("m2m.database.url", bridge.databaseUrl());
    System.setProperty("m2m.database.username", "postgres");
  }

  @AfterEach
  void stop() {
    System.clearProperty("m2m.database.url");
    System.clearProperty("m2m.database.username");
  }

  /**
   * A row in each table, every column of which has a value: {@code private-…} is the person's,
   * {@code book-…} is for the books; both end with whose it is.
   */
  private void plant(String who) {
    for (String statement :
        """
        INSERT INTO m2m_users VALUES ('book-user-WHO', 'private-first', 'private-second', 'private-last', 'private-second-last', 'private-number', 'private-type', '1901-02-03');
        INSERT INTO m2m_links VALUES ('book-link-WHO', 'book-user-WHO', 'private-url', 'book-status', '2001-01-01', '2001-01-02', '2001-01-03', '{"a": "private-device"}', '{"a": "private-metadata"}');
        INSERT INTO m2m_operations VALUES ('book-operation-WHO', 'book-link-WHO', 'book-user-WHO', 'private-user-id', 'book-status', 11.10, 'book-send', 22.20, 'book-receive', 33.3, 44.4, '{"a": "private-funding"}', '{"a": "private-payout"}', '{"a": "private-metadata"}', '2001-02-01', '2001-02-02', 'private-reason');
        INSERT INTO m2m_operations (operation_id, link_id, status, funding) VALUES ('book-nameless-WHO', 'book-link-WHO', 'book-status', '{"a": "private-funding"}');
        INSERT INTO m2m_fund_holds VALUES ('book-operation-WHO', 55.50, 'book-currency', '2001-03-01', '2001-03-02');
        INSERT INTO m2m_data_requests VALUES ('book-request-WHO', 'book-user-WHO', 'book-link-WHO', '{idNumber}', 'private-endpoint', '2001-04-01', 'failed', '{dob}', 400, 'book-code', 3, '2001-04-02', true, '2001-04-03', '2001-04-04', '2001-04-05');
        """
            .replace("WHO", who)
            .split(";\\s*")) {
      bridge.sql().sql(statement).update();
    }
    delivery("book-by-reference-" + who, "book-user-" + who, null, "done", "private-a");
    delivery("book-dead-" + who, "book-user-" + who, "book-link-" + who, "dead", "private-b");
    delivery("book-by-link-" + who, null, "book-link-" + who, "done", "private-c");
    delivery("operation.created:book-operation-" + who, null, null, "done", "private-d");
    delivery("operation.cancelled:book-nameless-" + who, null, null, "done", "private-e");
    delivery(
        "quarantine:bad-json:book-text-" + who,
        null,
        null,
        "quarantined",
        "\u00ff\\{\"referenceId\" :\n \"book-user-" + who + "\", private-f");
  }

  private void delivery(String key, String reference, String link, String state, String body) {
    bridge
        .sql()
        .sql(
            "INSERT INTO m2m_deliveries (event_key, event, reference_id, link_id, path, signature,"
                + " signed_at, body, content_hash, state, reason, processed_at, last_error)"
                + " VALUES (?, 'book-event', ?, ?, '/private-path', 'private-signature',"
                + " '2001-05-01', ?, 'book-hash', ?, 'book-reason', '2001-05-02', 'book-error')")
        .params(key, reference, link, body.getBytes(StandardCharsets.ISO_8859_1), state)
        .update();
  }

  /** Every row that has a text in it, by table; its bytes as text too. */
  private Map<String, List<String>> rows(String who) {
    JdbcClient sql = bridge.sql();
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table : TABLES) {
      String bytes =
          table.equals("m2m_deliveries") ? "coalesce(encode(t.body, 'escape'), '')" : "''";
      rows.put(
          table,
          sql.sql(
                  "SELECT row FROM (SELECT row_to_json(t)::text || %s AS row FROM %s AS t) AS r WHERE row LIKE ? ORDER BY row"
                      .formatted(bytes, table))
              .param("%-" + who + "%")
              .query(String.class)
              .list());
    }
    return rows;
  }

  private static List<String> found(Pattern pattern, Object rows) {
    return pattern.matcher(rows.toString()).results().map(found -> found.group()).sorted().toList();
  }

  private Object column(String sql) {
    return bridge.sql().sql(sql).query().singleRow().values().iterator().next();
  }

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

  /** Without the times of the test itself, whose fractions look like amounts. */
  private static String blankTimes(Object rows) {
    return rows.toString().replaceAll("T\\d\\d:\\d\\d:[\\d.]+", "");
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
