package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.testing.LogLines;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.RecordingServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Text that means something elsewhere, in each field of each event: here it is text. */
@Tag("verify")
@Timeout(300)
class WebhookTextTest {
  private static final String[][] EVENTS = {
    {"link.created", "linkId", "m2m_links", "link_id"},
    {"link.opened", "linkId", "m2m_links", "link_id"},
    {"user.data_request", "dataRequestId", "m2m_data_requests", "data_request_id"},
    {"operation.created", "operationId", "m2m_operations", "operation_id"},
    {"operation.cancelled", "operationId", "m2m_operations", "operation_id"},
  };

  private static final List<String> TEXTS =
      List.of(
          "'; DROP TABLE m2m_links; --",
          "' OR '1'='1",
          "\\'; SELECT pg_sleep(10); --",
          "$$; DROP TABLE m2m_users; $$",
          "<script>alert(1)</script>",
          "x\r\nX-Injected: yes\r\n\r\nPOST /injected HTTP/1.1\r\n\r\n",
          "x\nX-Injected: yes",
          "line\r\n2026-01-26T00:00:00 ERROR forged",
          "${sys.user.home}${exec:id}${bean:inbox}${header.x}",
          "$simple{1+1}",
          "#{1+1}",
          "{{m2m.api.key}}",
          "{{env:PATH}}",
          "#bean:inbox",
          "#class:java.lang.Object",
          "RAW(a)&b=c?d=e",
          "file:/tmp?fileName=injected",
          "../../../etc/passwd",
          "${jndi:ldap://127.0.0.1:1/x}",
          "${env:PATH} ${java:version}",
          "%s %n %x {} {0}",
          ":#${body} :?referenceId ? # $1",
          "?a=b&c=d#e",
          "a/b\\c;d,e=f",
          "\u0001\u0007\u001b[31mred\u0085",
          "\u00e1\u6f22\ud83d\ude00\u202e\u2028",
          "__proto__",
          "=cmd|' /C calc'!A0");

  private RecordingServer site;
  private Bridge bridge;

  @BeforeEach
  void start() {
    site = new RecordingServer();
    bridge =
        Bridge.start(
            Map.of(
                "m2m.forward.default", site.baseUrl() + "/events",
                "m2m.notify.endpoint", site.baseUrl() + "/notices",
                "m2m.dispatch.maximum-attempts", "1"));
  }

  @AfterEach
  void stop() {
    bridge.close();
    site.close();
  }

  /** The event with one text in each of its text fields, whatever their depth, in turn. */
  private static List<String> variants(String[] event, String text, int number) throws Exception {
    ObjectNode whole = (ObjectNode) new JsonMapper().readTree(Event.of(event[0]).toString());
    ((ObjectNode) whole.get("data")).put(event[1], "text_" + number + "_all");
    List<String> variants = new ArrayList<>();
    replaceTexts(whole.get("data"), event[1], text);
    variants.add(whole.toString());
    variants.add(Event.of(event[0]).withText("data." + event[1], "id_" + number + text).toString());
    return variants;
  }

  private static void replaceTexts(JsonNode node, String except, String text) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        if (object.get(name).isTextual() && !name.equals(except)) {
          object.put(name, text);
        } else {
          replaceTexts(object.get(name), except, text);
        }
      }
      object.put("X" + text, text);
    }
  }

  @Test
  void isStoredAndForwardedAsItIs() throws Exception {
    Set<String> bodies = new HashSet<>();
    try (LogLines log = LogLines.capture()) {
      int number = 0;
      for (String text : TEXTS) {
        for (String[] event : EVENTS) {
          for (String body : variants(event, text, number)) {
            var answer = bridge.send(body);
            assertEquals(200, answer.statusCode(), body);
            assertEquals("accepted", Bridge.outcome(answer), body);
            bodies.add(body);
          }
          number++;
        }
        var unknown = Event.of("link.created").withText("event", "new" + text).toString();
        assertEquals("accepted", Bridge.outcome(bridge.send(unknown)), unknown);
        bodies.add(unknown);
      }
      bridge.awaitIdle();
      assertEquals(
          List.of(),
          bridge
              .sql()
              .sql(
                  "SELECT event_key || coalesce(last_error, '') FROM m2m_deliveries WHERE state <> 'done'")
              .query(String.class)
              .list());
      assertColumns();
      assertEquals(List.of(), log.with("uid="));
    }
    assertForwards(bodies);
  }

  private void assertColumns() {
    int number = 0;
    for (String text : TEXTS) {
      for (String[] event : EVENTS) {
        for (String id : List.of("text_" + number + "_all", "id_" + number + text)) {
          List<Map<String, Object>> rows =
              bridge
                  .sql()
                  .sql("SELECT * FROM " + event[2] + " WHERE " + event[3] + " = :id")
                  .param("id", id)
                  .query()
                  .listOfRows();
          assertEquals(1, rows.size(), id);
          if (id.startsWith("text_")) {
            assertEquals(text, rows.get(0).get("reference_id"));
          }
        }
        number++;
      }
    }
  }

  /** Each as it came, once, with one key; a line break in a key begins no header. */
  private void assertForwards(Set<String> bodies) {
    List<RecordingServer.Request> events =
        site.requests().stream().filter(r -> r.target().startsWith("/events")).toList();
    assertEquals(
        bodies, new HashSet<>(events.stream().map(RecordingServer.Request::body).toList()));
    assertEquals(bodies.size(), events.size());
    for (RecordingServer.Request request : site.requests()) {
      assertTrue(
          request.target().equals("/events") || request.target().equals("/notices"),
          request::target);
      assertFalse(request.headers().containsKey("X-injected"), request::toString);
      assertEquals(1, request.headers().get("M2meventkey").size());
    }
  }
}
