package io.m2mbridge.command;

import io.m2mbridge.testkit.Bridge;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The shared bridge, and persons with a row in each table. */
abstract class PlantedPersons {
  static final List<String> TABLES =
      List.of(
          "m2m_deliveries",
          "m2m_users",
          "m2m_links",
          "m2m_operations",
          "m2m_fund_holds",
          "m2m_data_requests");

  static final Pattern PERSONAL = Pattern.compile("private-[a-z-]+|1901-02-03");

  Bridge bridge;

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
  void plant(String who) {
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

  void delivery(String key, String reference, String link, String state, String body) {
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
  Map<String, List<String>> rows(String who) {
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

  static List<String> found(Pattern pattern, Object rows) {
    return pattern.matcher(rows.toString()).results().map(found -> found.group()).sorted().toList();
  }

  Object column(String sql) {
    return bridge.sql().sql(sql).query().singleRow().values().iterator().next();
  }

  /** Without the times of the test itself, whose fractions look like amounts. */
  static String blankTimes(Object rows) {
    return rows.toString().replaceAll("T\\d\\d:\\d\\d:[\\d.]+", "");
  }
}
