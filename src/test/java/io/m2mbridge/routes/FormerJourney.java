package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.FormerFolder;
import io.m2mbridge.testing.Mocks;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.TestPostgres;
import io.m2mbridge.testkit.Webhook;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A bridge that runs a folder of routes, and one event of each kind from webhook to its end. */
final class FormerJourney implements AutoCloseable {
  private static final List<String> FORWARDED =
      List.of(
          "link-created",
          "link-opened",
          "operation-created",
          "operation-cancelled",
          "user-data-request",
          "unknown");

  private final M2mApi api;
  private final Bridge bridge;

  private FormerJourney(M2mApi api, Bridge bridge) {
    this.api = api;
    this.bridge = bridge;
  }

  static FormerJourney start(FormerFolder folder) {
    String database = TestPostgres.newDatabase();
    JdbcClient sql = JdbcClient.create(new DriverManagerDataSource(database, "postgres", ""));
    sql.sql("CREATE TABLE ledger (operation_id text, amount numeric)").update();
    sql.sql("CREATE TABLE customers (customer text, name text)").update();
    sql.sql("INSERT INTO customers VALUES ('user_1', 'Carlos')").update();
    M2mApi api = new M2mApi();
    Map<String, String> settings = new HashMap<>(folder.settings());
    settings.put("m2m.api.base-url", api.baseUrl());
    settings.put("m2m.notify.endpoint", "mock:notices");
    FORWARDED.forEach(event -> settings.put("m2m." + event + ".forward", "mock:" + event));
    Bridge bridge = Bridge.start(database, settings);
    bridge
        .sql()
        .sql("INSERT INTO m2m_users (reference_id, first_name) VALUES ('user_1', 'Carlos')")
        .update();
    return new FormerJourney(api, bridge);
  }

  void runsEachEvent() {
    String key = send(LinkRows.created("l_1").withText("data.referenceId", "user_1"));
    isForwarded("link-created", key);
    isForwarded("link-opened", send(LinkRows.opened("l_1").withText("data.referenceId", "user_1")));
    isForwarded("operation-created", send(OperationRows.created("o_1")));
    isForwarded("operation-cancelled", send(OperationRows.cancelled("o_1")));
    assertEquals(
        1, count("SELECT count(*) FROM m2m_fund_holds WHERE released_at IS NOT NULL"), "the hold");
    send(Event.of("operation.created").withText("event", "operation.completed"));

    isForwarded("user-data-request", send(request("asked")));
    assertEquals("fulfilled", state("asked"));
    assertTrue(api.requestsFor("asked").get(0).body().contains("Carlos"));
    assertEquals(1, api.requestsFor("asked").size());
    api.answersTo("again", M2mApi.json(503, ""));
    isForwarded("user-data-request", send(request("again")));
    assertEquals(2, api.requestsFor("again").size());
    isForwarded("user-data-request", send(request("nobody").withText("data.referenceId", "x")));
    assertEquals("no_data", state("nobody"));
    assertTrue(api.requestsFor("nobody").isEmpty());
    send(request("foreign").withText("data.replyEndpoint", "https://evil.example/x"));
    assertEquals("rejected", state("foreign"));

    api.answersTo("refused", M2mApi.json(401, ""));
    accepted(request("refused"));
    bridge.await("user.data_request:refused", "dead");
    assertEquals("failed", state("refused"));
    assertEquals(
        0, Mocks.received(bridge, "user-data-request", "user.data_request:refused").size());
    isTold("key-refused", "user.data_request:refused");
    isTold("reply-rejected", "user.data_request:foreign");
    isTold("operation-created", "operation.created:o_1");

    assertEquals(2, metric("m2m_replies_total\\{[^}]*result=\"fulfilled\"[^}]*}"));
    assertEquals(1, metric("m2m_replies_total\\{[^}]*result=\"failed\"[^}]*}"));
    assertEquals(1, metric("m2m_replies_total\\{[^}]*result=\"retry\"[^}]*}"));
    assertEquals(1, metric("m2m_webhook_header_mismatches_total(?:\\{[^}]*})?"));
    answersWebhooks();
  }

  private void answersWebhooks() {
    HttpResponse<String> stranger =
        bridge.send(Webhook.of("{}").with("X-M2M-Signature", null).to(bridge.webhooks()));
    assertEquals(401, stranger.statusCode());
    HttpResponse<String> query =
        bridge.send(Webhook.of("{}").to(java.net.URI.create(bridge.webhooks() + "?a=b")));
    assertEquals(400, query.statusCode());
    HttpResponse<String> copy = bridge.send(OperationRows.created("o_1").toString());
    assertEquals("duplicate", Bridge.outcome(copy));
    HttpResponse<String> broken = bridge.send("{");
    assertEquals("quarantined", Bridge.outcome(broken));
    assertEquals(1, metric("m2m_webhooks_total\\{[^}]*outcome=\"unauthorized\"[^}]*}"));
    assertEquals(1, metric("m2m_webhooks_total\\{[^}]*outcome=\"refused\"[^}]*}"));
    assertEquals(1, metric("m2m_webhooks_total\\{[^}]*outcome=\"duplicate\"[^}]*}"));
    assertEquals(1, metric("m2m_webhooks_total\\{[^}]*outcome=\"quarantined\"[^}]*}"));
    assertEquals(14, metric("m2m_webhook_seconds_count(?:\\{[^}]*})?"));
  }

  private static Event request(String id) {
    return Event.of("user.data_request")
        .withText("data.dataRequestId", id)
        .withText("data.referenceId", "user_1")
        .with("data.requiredFields", "[\"name.firstName\"]")
        .withText("data.expiresAt", Instant.now().plusSeconds(3600).toString());
  }

  /** Sends an event, waits until it is done, and gives its key. */
  private String send(Event event) {
    accepted(event);
    Awaitility.await("all to be done")
        .until(
            () -> count("SELECT count(*) FROM m2m_deliveries WHERE processed_at IS NULL"),
            n -> n == 0);
    Map<String, Object> last =
        bridge
            .sql()
            .sql("SELECT * FROM m2m_deliveries ORDER BY id DESC LIMIT 1")
            .query()
            .singleRow();
    assertEquals("done", last.get("state"), () -> event + ": " + last.get("last_error"));
    return String.valueOf(last.get("event_key"));
  }

  private void accepted(Event event) {
    String body = event.toString();
    if (body.contains("\"dataRequestId\"") && !body.contains("evil.example")) {
      String id = body.replaceAll(".*\"dataRequestId\":\"([^\"]*)\".*", "$1");
      body = event.withText("data.replyEndpoint", api.replyEndpoint(id)).toString();
    }
    String name = body.replaceAll(".*?\"event\":\"([^\"]*)\".*", "$1");
    // The unsigned header of the first differs from the body.
    String header = name.equals("link.created") ? "link.opened" : name;
    HttpResponse<String> answer =
        bridge.send(Webhook.of(body).with("X-M2M-Event", header).to(bridge.webhooks()));
    assertEquals("accepted", Bridge.outcome(answer), body);
  }

  private void isForwarded(String endpoint, String key) {
    assertEquals(1, Mocks.received(bridge, endpoint, key).size(), key);
  }

  private void isTold(String notice, String key) {
    Awaitility.await(notice)
        .until(
            () ->
                Mocks.received(bridge, "notices", key).stream()
                    .anyMatch(told -> notice.equals(told.getMessage().getHeader("m2mNotice"))));
  }

  Set<String> firstWordsOfNotices() {
    return Mocks.mock(bridge, "notices").getReceivedExchanges().stream()
        .map(exchange -> exchange.getMessage().getBody(String.class).split(" ")[0])
        .collect(Collectors.toSet());
  }

  long count(String query) {
    return bridge.sql().sql(query).query(Long.class).single();
  }

  int received(String mock) {
    return Mocks.mock(bridge, mock).getReceivedCounter();
  }

  private String state(String request) {
    return bridge
        .sql()
        .sql("SELECT state FROM m2m_data_requests WHERE data_request_id = :id")
        .param("id", request)
        .query(String.class)
        .single();
  }

  /** The sum of the metrics whose name and tags match. */
  private double metric(String regex) {
    Matcher line =
        Pattern.compile("(?m)^" + regex + " (\\S+)$")
            .matcher(bridge.manage("/observe/metrics").body());
    double sum = 0;
    while (line.find()) {
      sum += Double.parseDouble(line.group(1));
    }
    return sum;
  }

  @Override
  public void close() {
    bridge.close();
    api.close();
  }
}
