package io.m2mbridge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.CommandRun;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.M2mApi;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command, with the routes of this folder and a Camel of its own. */
class ReconcileCommandTest {
  private static Bridge bridge;
  private final M2mApi api = new M2mApi();
  private final Map<String, String> settings = new TreeMap<>();

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  @BeforeEach
  void configure() {
    bridge
        .sql()
        .sql(
            "TRUNCATE m2m_deliveries, m2m_operations, m2m_fund_holds, m2m_findings, m2m_actions,"
                + " m2m_api_operations, m2m_reconciliations, m2m_reconciled_windows")
        .update();
    settings.put("m2m.database.url", bridge.databaseUrl());
    settings.put("m2m.database.username", "postgres");
    settings.put("m2m.webhook.secret", Bridge.SECRET);
    settings.put("m2m.api.key", Bridge.API_KEY);
    settings.put("m2m.api.base-url", api.baseUrl());
    settings.forEach(System::setProperty);
    api.alwaysAnswersTo(
        "operations",
        M2mApi.json(
            200,
            "{\"success\":true,\"data\":{\"items\":[{\"operationId\":\"op_missing\",\"status\":\"completed\"}],"
                + "\"pagination\":{\"page\":1,\"totalPages\":1}}}"));
  }

  @AfterEach
  void restore() {
    settings.keySet().forEach(System::clearProperty);
    api.close();
  }

  @Test
  void tellsWhatDiffersUntilItIsExplained() {
    CommandRun found = CommandRun.of("reconcile");
    assertEquals("", found.err());
    assertEquals(2, found.exitCode());
    assertTrue(found.out().contains("missing-here"), found.out());
    bridge.await("learned.operation.completed:op_missing", "done");
    int asked = api.requests().size();

    assertEquals(2, CommandRun.of("reconcile", "--known").exitCode());
    long id =
        bridge
            .sql()
            .sql("SELECT id FROM m2m_findings WHERE kind = 'missing-here'")
            .query(Long.class)
            .single();
    CommandRun silent = CommandRun.of("reconcile", "--explain", String.valueOf(id));
    assertEquals("m2m-bridge: --explain needs a reason: add --why.", silent.err().strip());
    assertEquals(
        0,
        CommandRun.of("reconcile", "--explain", String.valueOf(id), "--why", "a test account")
            .exitCode());
    CommandRun known = CommandRun.of("reconcile", "--known");
    assertEquals(0, known.exitCode());
    assertTrue(known.out().contains("a test account"), known.out());
    assertEquals(asked, api.requests().size());
    assertEquals(
        "m2m-bridge: There is no open finding with the number "
            + id
            + ": take one from reconcile --known.",
        CommandRun.of("reconcile", "--explain", String.valueOf(id), "--why", "again")
            .err()
            .strip());
    assertEquals(
        "explain a test account",
        bridge
            .sql()
            .sql("SELECT action || ' ' || reason FROM m2m_actions")
            .query(String.class)
            .single());
  }

  @Test
  void saysInOneSentenceThatTheApiRefused() {
    api.alwaysAnswersTo("operations", M2mApi.json(403, "{}"));
    CommandRun refused = CommandRun.of("reconcile");
    assertEquals(1, refused.exitCode());
    assertEquals(
        "m2m-bridge: M2M's API could not be asked (HttpOperationFailedException 403): check"
            + " m2m.api.key and m2m.api.base-url.",
        refused.err().strip());
  }
}
