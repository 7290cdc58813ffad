package io.m2mbridge.routes;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** M2M's API with its operations and links, and the bridge that compares with it. */
abstract class ReconcileScenario {
  static final JsonMapper JSON = new JsonMapper();
  static final Instant YESTERDAY = Instant.now().minus(Duration.ofDays(1));
  static DataRequests requests;
  static Bridge bridge;
  final Map<String, ObjectNode> there = new LinkedHashMap<>();
  final Map<String, ObjectNode> linksThere = new LinkedHashMap<>();

  @BeforeAll
  static void start() {
    requests = DataRequests.start();
    bridge = requests.bridge();
  }

  @AfterAll
  static void stop() {
    requests.close();
  }

  @BeforeEach
  void empty() {
    bridge.awaitIdle();
    bridge
        .sql()
        .sql(
            "TRUNCATE m2m_deliveries, m2m_operations, m2m_fund_holds, m2m_links, m2m_findings,"
                + " m2m_api_operations, m2m_reconciliations, m2m_reconciled_windows")
        .update();
    comparedUntil(Duration.ofDays(2));
    requests.api().reset();
    requests
        .api()
        .alwaysAnswersTo(
            "operations",
            exchange -> page(there, exchange.getRequestURI().getQuery()).to(exchange));
    requests
        .api()
        .alwaysAnswersTo(
            "links",
            exchange -> page(linksThere, exchange.getRequestURI().getQuery()).to(exchange));
  }

  /** The windows since then are asked for. */
  static void comparedUntil(Duration ago) {
    bridge
        .sql()
        .sql(
            "INSERT INTO m2m_reconciliations (until, ended_at, node) VALUES (now() -"
                + " make_interval(secs => :seconds), now(), 'test')")
        .param("seconds", ago.toSeconds())
        .update();
  }

  /** A page of two, so that there are several. */
  static M2mApi.Answer page(Map<String, ObjectNode> listed, String query) {
    Map<String, String> asked = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      asked.put(pair.split("=")[0], pair.split("=")[1]);
    }
    List<ObjectNode> found =
        listed.values().stream()
            .filter(each -> !at(each).isBefore(Instant.parse(asked.get("from"))))
            .filter(each -> at(each).isBefore(Instant.parse(asked.get("to"))))
            .toList();
    int page = Integer.parseInt(asked.get("page"));
    ObjectNode data = JSON.createObjectNode();
    ArrayNode items = data.putArray("items");
    found.stream().skip((page - 1) * 2L).limit(2).forEach(items::add);
    data.putObject("pagination").put("page", page).put("totalPages", (found.size() + 1) / 2);
    return M2mApi.json(
        200, JSON.createObjectNode().put("success", true).set("data", data).toString());
  }

  static Instant at(ObjectNode item) {
    return Instant.parse(item.path("createdAt").asText());
  }

  ObjectNode there(String id, String status) {
    ObjectNode item = JSON.createObjectNode();
    item.put("operationId", id)
        .put("userId", "usr_1")
        .put("linkId", "lnk_" + id)
        .put("status", status);
    item.put("createdAt", YESTERDAY.toString());
    item.putObject("amount").put("send", 100).putObject("currency").put("source", "USD");
    item.putObject("userData").put("dob", "1990-05-15");
    there.put(id, item);
    return item;
  }

  ObjectNode linkThere(String id, String status) {
    ObjectNode item = JSON.createObjectNode();
    item.put("linkId", id).put("status", status).put("createdAt", YESTERDAY.toString());
    item.put("expiresAt", YESTERDAY.plusSeconds(3600).toString());
    item.putObject("userData").put("dob", "1990-05-15").put("note", "a\u0000b");
    linksThere.put(id, item);
    return item;
  }

  static void linkHere(String event, String id) {
    bridge.send(
        Event.of(event)
            .withText("data.linkId", id)
            .withText("data.createdAt", YESTERDAY.toString())
            .withText("data.openedAt", YESTERDAY.toString())
            .toString());
    bridge.await(event + ":" + id, "done");
  }

  static void here(String event, String id) {
    Event sent =
        Event.of(event)
            .withText("data.operationId", id)
            .withText("data.linkId", "lnk_" + id)
            .withText("data.createdAt", YESTERDAY.toString())
            .withText("data.cancelledAt", YESTERDAY.toString());
    if (event.equals("operation.created")) {
      sent.with("data.amount.send", "100.00").withText("data.amount.currency.send", "USD");
    }
    bridge.send(sent.toString());
    bridge.await(event + ":" + id, "done");
  }

  static void compare() {
    try (ProducerTemplate template = bridge.context().createProducerTemplate()) {
      template.sendBody("direct:reconcile", null);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static List<String> findings() {
    return bridge
        .sql()
        .sql("SELECT kind || ' ' || subject || ' ' || state FROM m2m_findings ORDER BY 1")
        .query(String.class)
        .list();
  }

  static Map<String, Object> operation(String id) {
    return bridge
        .sql()
        .sql("SELECT * FROM m2m_operations WHERE operation_id = :id")
        .param("id", id)
        .query()
        .singleRow();
  }
}
