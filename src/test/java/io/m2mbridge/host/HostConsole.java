package io.m2mbridge.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeLauncher;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The console within an application. Olga is a user of the application's own login, and an operator
 * for its bean.
 */
record HostConsole(BridgeLauncher http, URI webhooks) {
  private static final String OLGA = "olga:secret of olga";
  private static final String NOBODY = "";
  private static final String CREATED = "event = 'operation.created'";

  void assertServesThePeopleOfTheHost(JdbcClient sql) {
    for (String stranger : List.of("olga:wrong", NOBODY)) {
      int status = http.send(request("trouble", stranger).build()).statusCode();
      assertTrue(Set.of(401, 403).contains(status), stranger + " was answered " + status);
    }
    HttpRequest page = request("", OLGA).setHeader("Accept", "text/html").build();
    String html = http.send(page).body();
    assertTrue(html.contains("Log out olga"), html);
    assertReplays(sql);
  }

  private void assertReplays(JdbcClient sql) {
    // A plan holds as long as the event has the same state.
    Awaitility.await("the event's end")
        .atMost(Duration.ofSeconds(20))
        .until(() -> one(sql, "SELECT state FROM m2m_deliveries WHERE " + CREATED).equals("done"));
    String id = one(sql, "SELECT CAST(id AS text) FROM m2m_deliveries WHERE " + CREATED);
    String plan = http.send(request("replay?id=" + id, OLGA).build()).body();
    String form =
        "{\"id\": \"%s\", \"why\": \"tried in the host\", \"plan\": \"%s\"}"
            .formatted(id, plan.replaceFirst("(?s).*\"plan\" : \"([0-9a-f]+)\".*", "$1"));
    HttpResponse<String> done =
        http.send(
            request("replay", OLGA)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    assertEquals(200, done.statusCode(), done.body());
    assertTrue(done.body().contains("put back"), done.body());
    assertEquals("olga", one(sql, "SELECT actor FROM m2m_actions WHERE action = 'replay'"));
  }

  private static String one(JdbcClient sql, String query) {
    return sql.sql(query).query(String.class).single();
  }

  private HttpRequest.Builder request(String page, String person) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(webhooks.resolve("/console/" + page))
            .header("Accept", "application/json");
    return person.equals(NOBODY)
        ? request
        : request.header(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString(person.getBytes(UTF_8)));
  }
}
