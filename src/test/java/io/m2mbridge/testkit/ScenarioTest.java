package io.m2mbridge.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kit with the project's own routes; src/it/site uses it as a site does. */
@Tag("verify")
class ScenarioTest {
  private static SiteBridge bridge;

  private Scenario scenario;

  @BeforeAll
  static void start() {
    bridge =
        new SiteBridge(
            Map.of("m2m.operation-created.forward", "https://ledger.invalid/operations"));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @BeforeEach
  void begin() {
    scenario = bridge.scenario();
  }

  @Test
  void sendsCallsToTheStandInWhateverTheirHost() {
    Event created = scenario.given("operation.created");

    assertEquals(List.of("accepted", "duplicate"), scenario.deliver(created, created));

    var calls = scenario.site().received(created, "/operations");
    assertEquals(1, calls.size());
    assertEquals("ledger.invalid", calls.get(0).header("Host"));
  }

  @Test
  void givesTheEventsOfAScenarioTheSameIds() {
    scenario.deliver(scenario.given("operation.cancelled"));
    scenario.deliver(scenario.given("operation.created"));

    assertEquals(
        List.of(Map.of("status", "cancelled")), scenario.sql("SELECT status FROM m2m_operations"));
  }

  @Test
  void beginsWithNothing() {
    assertEquals(List.of(), scenario.sql("SELECT event_key FROM m2m_deliveries"));
    assertEquals(List.of(), scenario.site().requests());
    assertEquals(List.of(), scenario.m2m().requests());
  }

  @Test
  void takesTheReplyToADataRequest() {
    Event asked = scenario.given("user.data_request");
    scenario.sql(
        "INSERT INTO m2m_users (reference_id, id_number, id_type)"
            + " VALUES (?, 'GALA900515MDFRPN01', 'CURP')",
        asked.text("data.referenceId"));

    scenario.deliver(asked);

    var replies = scenario.m2m().received(asked);
    assertEquals(1, replies.size());
    assertEquals("PUT", replies.get(0).method());
  }

  @Test
  void saysWhyAnEventIsNotDone() {
    Event created = scenario.given("operation.created");
    scenario.site().alwaysAnswersTo("operations", RecordingServer.json(422, ""));

    AssertionError failed = assertThrows(AssertionError.class, () -> scenario.deliver(created));

    assertEquals(
        created.key()
            + " is dead (attempts=3, last_error=HttpOperationFailedException 422 at"
            + " event-forward/endpoint-of-operation-created), and should be done.",
        failed.getMessage());
    assertFalse(failed.getStackTrace()[0].getClassName().startsWith("io.m2mbridge.testkit.S"));
  }

  @Test
  void saysWhyAnEventIsInQuarantine() {
    Event odd = scenario.given("operation.created").with("data.operationId", "7");

    AssertionError failed = assertThrows(AssertionError.class, () -> scenario.deliver(odd));

    assertTrue(
        failed.getMessage().contains(" is quarantined (reason=bad-id, "), failed.getMessage());
  }

  @Test
  void saysWhatIsKnownWhenTimeIsUp() {
    Event created = scenario.given("operation.created");

    AssertionError failed =
        assertThrows(
            AssertionError.class, () -> scenario.await(created, "done", Duration.ofMillis(50)));

    assertEquals(
        created.key() + " is not in m2m_deliveries, and should be done: waited 0.05 seconds.",
        failed.getMessage());
  }

  @Test
  void saysInOneSentenceWhyABridgeDoesNotStart() {
    RuntimeException refused =
        assertThrows(
            SiteBridge.StartException.class,
            () -> new SiteBridge(Map.of("m2m.dispatch.worker", "4")));

    assertTrue(refused.getMessage().contains("m2m.dispatch.workers"), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
    assertEquals(0, refused.getStackTrace().length);
  }
}
