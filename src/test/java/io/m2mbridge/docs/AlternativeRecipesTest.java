package io.m2mbridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.testing.ArtemisBroker;
import io.m2mbridge.testing.BrokerMessage;
import io.m2mbridge.testing.BrokerRecipe;
import io.m2mbridge.testing.RecipeBridge;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.RecordingServer;
import io.m2mbridge.testkit.RecordingServer.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of {@code docs/recipes} that can't go together with those of {@link RecipesTest}. */
@Tag("verify")
class AlternativeRecipesTest {
  /** The report is here with its delay of a day, which RecipesTest shortens. */
  static final List<String> PAGES =
      List.of("teams", "user-data-from-tables", "dead-letter-queue", "report");

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private static Path folder;
  private static RecordingServer site;
  private static M2mApi m2m;
  private static ArtemisBroker broker;
  private static RecipeBridge recipes;
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    site = new RecordingServer();
    m2m = new M2mApi();
    broker = ArtemisBroker.startNew();
    Map<String, String> settings = new HashMap<>(BrokerRecipe.ARTEMIS.settings(broker.port()));
    settings.remove("m2m.forward.default");
    settings.put("m2m.api.base-url", m2m.baseUrl());
    settings.put("m2m.site.teams.url", site.baseUrl() + "/teams");
    settings.put("m2m.operation-created.forward", site.baseUrl() + "/broken");
    settings.put("m2m.dispatch.maximum-attempts", "2");
    recipes =
        new RecipeBridge(folder, PAGES, Map.of("reports.internal", site.authority()), settings);
    bridge = recipes.bridge();
  }

  @AfterAll
  static void stop() {
    bridge.close();
    broker.close();
    m2m.close();
    site.close();
  }

  @Test
  void sendsDeadLettersToAQueueAndNoticesToTeams() throws IOException {
    RecordingServer.Answer fails = RecordingServer.json(500, "");
    site.answersTo("broken", fails, fails);
    String id = "op_\"7\\";
    bridge.send(Event.of("operation.created").withText("data.operationId", id).toString());
    Map<String, Object> dead = bridge.await("operation.created:" + id, "dead");

    Awaitility.await().until(() -> !told().isEmpty());
    JsonNode card = JSON.readTree(told().get(0).body()).path("attachments").path(0);
    assertEquals("application/json; charset=UTF-8", told().get(0).header("Content-Type"));
    assertEquals("application/vnd.microsoft.card.adaptive", card.path("contentType").asText());
    assertEquals(
        "M2M operation-created: operation.created:" + id,
        card.path("content").path("body").path(0).path("text").asText());

    List<BrokerMessage> letters = broker.take("m2m.dead");
    JsonNode letter = JSON.readTree(letters.get(0).body());
    JsonNode page = JSON.readTree(recipes.page("dead-letter-queue").json("m2m.dead"));
    assertEquals(1, letters.size());
    assertEquals(names(page), names(letter));
    assertEquals(page.path("cause"), letter.path("cause"));
    assertEquals("operation.created:" + id, letter.path("eventKey").asText());
    assertEquals(((Number) dead.get("id")).longValue(), letter.path("deliveryId").asLong());
    assertEquals(1, told().size());
  }

  @Test
  void answersDataRequestsFromTwoTables() throws IOException {
    insert(
        "customers VALUES ('both', 'Ana', 'Garcia', '15/05/1990'), ('one', 'Eva', 'Ruiz', null)");
    insert("documents VALUES ('both', 'CURP', 'GALO900515HDFRPN09'), ('both', 'INE', '7')");

    assertEquals(
        "{\"name\":{\"firstName\":\"Ana\"},\"idNumber\":\"GALO900515HDFRPN09\",\"idType\":\"CURP\",\"dob\":\"1990-05-15\"}",
        reply("both"));
    assertEquals("{\"name\":{\"firstName\":\"Eva\"}}", reply("one"));
  }

  private static String reply(String user) throws IOException {
    bridge.send(
        Event.of("user.data_request")
            .withText("data.dataRequestId", "dr_" + user)
            .withText("data.referenceId", user)
            .withText("data.replyEndpoint", m2m.replyEndpoint("dr_" + user))
            .withText("data.expiresAt", Instant.now().plusSeconds(3600).toString())
            .with("data.requiredFields", "[\"name.firstName\",\"idNumber\",\"idType\",\"dob\"]")
            .toString());
    assertNotNull(bridge.await("user.data_request:dr_" + user, "done"));
    Request put = m2m.requestsFor("dr_" + user).get(0);
    return JSON.readTree(put.body()).path("userData").toString();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<Request> told() {
    return site.requests().stream().filter(call -> call.path().equals("/teams")).toList();
  }

  private static void insert(String rows) {
    bridge.sql().sql("INSERT INTO " + rows).update();
  }
}
