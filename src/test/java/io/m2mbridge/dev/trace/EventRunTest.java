package io.m2mbridge.dev.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.testing.Planted;
import io.m2mbridge.testing.RoutesCopy;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.RecordingServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that run again next to a running bridge, on its database. */
@Tag("verify")
class EventRunTest {
  private static final String NAME = Planted.value("a name");
  private static final List<String> TABLES =
      List.of(
          "m2m_deliveries",
          "m2m_operations",
          "m2m_fund_holds",
          "m2m_outside_calls",
          "m2m_data_requests",
          "m2m_links");

  private final RoutesCopy routes;
  private final Map<String, String> settings;
  private Bridge bridge;

  EventRunTest(@TempDir Path folder) {
    routes = new RoutesCopy(folder);
    settings =
        new HashMap<>(
            Map.of(
                "m2m.webhook.secret",
                Bridge.SECRET,
                "m2m.api.key",
                Bridge.API_KEY,
                "m2m.api.base-url",
                "http://127.0.0.1:1",
                "camel.main.routesIncludePattern",
                routes.pattern()));
  }

  @BeforeEach
  void share(Bridge shared) {
    bridge = shared;
    bridge
        .sql()
        .sql("INSERT INTO m2m_users (reference_id, first_name, id_number) VALUES ('u_1', ?, ?)")
        .params(NAME, Planted.value("an id number"))
        .update();
  }

  private EventRunner runner() {
    return new EventRunner(bridge.databaseUrl(), settings);
  }

  private Event operation() {
    return Event.of("operation.created")
        .withText("data.operationId", "op_traced")
        .withText("data.referenceId", "u_1")
        .withText("data.funding.last4", Planted.value("a card"))
        .with("data.metadata", "{\"note\": \"" + Planted.value("metadata") + "\"}");
  }

  private void isDone(Event event) {
    assertEquals(200, bridge.send(event.toString()).statusCode());
    bridge.await(event.key(), "done");
  }

  private Map<String, List<Map<String, Object>>> rows() {
    Map<String, List<Map<String, Object>>> rows = new HashMap<>();
    TABLES.forEach(
        table ->
            rows.put(
                table,
                bridge
                    .sql()
                    .sql("SELECT to_jsonb(t)::text FROM " + table + " t")
                    .query()
                    .listOfRows()));
    // The bridge sends them meanwhile, which changes their other columns.
    String notices = "SELECT delivery_id, run, notice FROM m2m_notices ORDER BY id";
    rows.put("m2m_notices", bridge.sql().sql(notices).query().listOfRows());
    return rows;
  }

  private String add(String afterForward) {
    routes.edit("event-operation-created", text -> text.stripTrailing() + "\n" + afterForward);
    return String.join(
        "\n", TraceText.lines(runner().run(stored -> stored.last("operation.created")), true));
  }

  @Test
  void runsTheLastEventThroughTheEditWithoutDoublingItsEffects() throws Exception {
    try (RecordingServer site = new RecordingServer()) {
      isDone(operation());
      isDone(Event.of("link.opened"));
      Map<String, List<Map<String, Object>>> before = rows();
      settings.put("m2m.operation-created.forward", site.baseUrl() + "/ledger");

      String trace =
          add(
              """
                      - setVariable:
                          id: rate-risk
                          name: risk
                          expression:
                            constant:
                              expression: high
                      - setVariable:
                          id: name-card
                          name: card
                          expression:
                            simple:
                              expression: "${variable.data[funding][last4]}"
                      - to:
                          id: look-up
                          uri: direct:user-data-lookup
                      - setBody:
                          id: greet
                          expression:
                            simple:
                              expression: "high ${body[0][name.firstName]}"
              """);

      for (String part :
          List.of(
              "operation.created:op_traced",
              "record-operation  to sql",
              "place-hold  to sql",
              "variable notice: null -> operation-created",
              "endpoint-of-operation-created  to http",
              "not called, taken as done: http",
              "variable risk: null -> high",
              "variable card: null -> ***",
              "high ***",
              "send: 100.00",
              "The event ran to its end.")) {
        assertTrue(trace.contains(part), part + " isn't in\n" + trace);
      }
      assertEquals(List.of(), Planted.namesIn(trace));
      assertFalse(trace.contains("4242"), trace);
      assertEquals(before, rows());
      assertEquals(List.of(), site.requests());
    }
  }

  @Test
  void namesTheStepThatFails() {
    isDone(operation());
    Map<String, List<Map<String, Object>>> before = rows();
    String trace =
        add(
            """
                    - to:
                        id: write-ledger
                        uri: sql
                        parameters:
                          dataSource: "#dataSource"
                          query: INSERT INTO no_such_table VALUES (1)
            """);
    assertTrue(trace.contains("42P01"), trace);
    assertTrue(trace.contains("at event-operation-created/write-ledger"), trace);
    assertEquals(before, rows());
  }

  @Test
  void answersANewDataRequestWithoutStoringOrSendingIt() {
    Map<String, List<Map<String, Object>>> before = rows();
    Event request =
        Event.of("user.data_request")
            .withText("data.referenceId", "u_1")
            .withText("data.dataRequestId", "dr_traced")
            .withText("data.replyEndpoint", "http://127.0.0.1:1/partner/data-requests/dr_traced")
            .withText("data.expiresAt", "2999-01-01T00:00:00.000Z");

    EventRun run = runner().run(stored -> stored.of(request.toString().getBytes(UTF_8)));

    String trace = String.join("\n", TraceText.lines(run, true));
    assertTrue(run.isSuccess(), trace);
    assertTrue(trace.contains("put-reply  to http"), trace);
    assertTrue(trace.contains("variable replyResult: null -> fulfilled"), trace);
    assertEquals(List.of(), Planted.namesIn(trace));
    assertEquals(before, rows());
  }

  @Test
  void saysWhenNothingIsStoredYetOrCanRun() {
    for (String event : new String[] {null, "link.created"}) {
      ConfigurationException none =
          assertThrows(
              ConfigurationException.class, () -> runner().run(stored -> stored.last(event)));
      assertTrue(none.getMessage().contains("is stored yet"), none.getMessage());
    }
    ConfigurationException wrong =
        assertThrows(
            ConfigurationException.class,
            () -> runner().run(stored -> stored.of("{}".getBytes(UTF_8))));
    assertTrue(wrong.getMessage().contains("(bad-event)"), wrong.getMessage());
  }
}
