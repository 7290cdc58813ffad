package io.m2mbridge.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.ConsoleClient;
import io.m2mbridge.testing.RawHttp;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator does in the console. */
class ConsoleActionsTest {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\">");
  private static Bridge bridge;
  private static ConsoleClient operator;
  private static ConsoleClient viewer;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
    operator = ConsoleClient.of(bridge, ConsoleClient.OPERATOR);
    viewer = ConsoleClient.of(bridge, ConsoleClient.VIEWER);
  }

  @BeforeEach
  void empty() {
    bridge.sql().sql("TRUNCATE m2m_deliveries, m2m_runs, m2m_actions, m2m_findings").update();
  }

  /** Stores an event that is dead for a cause, and returns its number. */
  private static long dead(String linkId, String cause) {
    bridge.send(Event.of("link.created").withText("data.linkId", linkId).toString());
    bridge.await("link.created:" + linkId, "done");
    return bridge
        .sql()
        .sql(
            "UPDATE m2m_deliveries SET state = 'dead', last_error = :cause WHERE link_id = :id"
                + " RETURNING id")
        .param("cause", cause)
        .param("id", linkId)
        .query(Long.class)
        .single();
  }

  private static String state(String linkId) {
    return String.valueOf(bridge.delivery("link.created:" + linkId).get("state"));
  }

  /** The form of a page, with a reason. */
  private static Map<String, String> form(String page) {
    RawHttp.Answer answer = operator.get(page);
    assertEquals(200, answer.status(), answer.body());
    Map<String, String> form = new HashMap<>(Map.of("why", "the token is renewed"));
    Matcher field = HIDDEN.matcher(answer.body());
    while (field.find()) {
      form.put(field.group(1), field.group(2).replace("&#34;", "\""));
    }
    return form;
  }

  private static List<Map<String, Object>> actions() {
    return bridge.sql().sql("SELECT * FROM m2m_actions ORDER BY id").query().listOfRows();
  }

  @Test
  void replaysTheAffectedOfOneCauseAndRecordsWho() {
    dead("link_a", "IOException at one");
    dead("link_b", "IOException at one");
    dead("link_c", "IOException at other");
    String group = "/console/replay?state=dead&event=link.created&cause=IOException%20at%20one";
    String plan = operator.get(group).body();
    assertTrue(plan.contains("2 events to put back."), plan);

    RawHttp.Answer done = operator.post("/console/replay", form(group));

    assertEquals(200, done.status(), done.body());
    bridge.await("link.created:link_a", "done");
    bridge.await("link.created:link_b", "done");
    assertEquals("dead", state("link_c"));
    Map<String, Object> action = actions().get(0);
    assertEquals(ConsoleClient.OPERATOR, action.get("actor"));
    assertEquals("the token is renewed", action.get("reason"));
    assertEquals(2, action.get("affected"));
    assertTrue(action.get("filter").toString().contains("IOException at one"));
  }

  @Test
  void refusesAReplayWhenTheEventsHaveChangedSinceThePlan() {
    dead("link_a", "IOException");
    Map<String, String> form = form("/console/replay?state=dead");
    dead("link_b", "IOException");

    RawHttp.Answer refused = operator.post("/console/replay", form);

    assertEquals(409, refused.status());
    assertTrue(refused.body().contains("there are 2 events now"), refused.body());
    assertEquals("dead", state("link_a"));
    assertEquals(List.of(), actions());
  }

  @Test
  void refusesAReplayOfOtherEventsThoughThereAreAsMany() {
    dead("link_a", "IOException");
    Map<String, String> form = form("/console/replay?state=dead");
    bridge.sql().sql("UPDATE m2m_deliveries SET state = 'done'").update();
    dead("link_b", "IOException");
    assertEquals(409, operator.post("/console/replay", form).status());
    assertEquals("dead", state("link_b"));
  }

  @Test
  void refusesAReplayOfAnEventThatIsDoneSinceThePlan() {
    long id = dead("link_a", "IOException");
    Map<String, String> form = form("/console/replay?id=" + id);
    bridge.sql().sql("UPDATE m2m_deliveries SET state = 'done'").update();
    assertEquals(409, operator.post("/console/replay", form).status());
    assertEquals(List.of(), actions());
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay", "discard", "explain", "unmask"})
  void doesNothingForAViewer(String action) {
    long id = dead("link_a", "IOException");
    Map<String, String> form = Map.of("id", String.valueOf(id), "why", "x", "plan", "x");
    assertEquals(403, viewer.post("/console/" + action, form).status());
    String basic = ConsoleClient.basic(ConsoleClient.VIEWER, ConsoleClient.PASSWORD);
    RawHttp.Answer program =
        ConsoleClient.of(bridge)
            .post("/console/" + action, form, basic, "Accept: application/json");
    assertEquals(403, program.status());
    assertEquals("dead", state("link_a"));
    assertEquals(List.of(), actions());
  }

  @Test
  void showsAViewerThePlanWithoutItsForm() {
    dead("link_a", "IOException");
    String plan = viewer.get("/console/replay?state=dead").body();
    assertTrue(plan.contains("1 event to put back."), plan);
    assertFalse(plan.contains("<button>Put back"), plan);
  }

  @Test
  void demandsAReason() {
    long id = dead("link_a", "IOException");
    Map<String, String> form = form("/console/replay?id=" + id);
    form.put("why", "  ");
    RawHttp.Answer refused = operator.post("/console/replay", form);
    assertEquals(400, refused.status());
    assertTrue(refused.body().contains("The reason is missing"), refused.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "{", "{\"id\": null, \"why\": null}", ""})
  void refusesABodyThatIsNoObjectOfTexts(String body) {
    String basic = ConsoleClient.basic(ConsoleClient.OPERATOR, ConsoleClient.PASSWORD);
    RawHttp.Answer refused =
        ConsoleClient.of(bridge)
            .send(
                "POST /console/replay HTTP/1.1",
                List.of(basic, "Accept: application/json", "Content-Type: application/json"),
                body);
    assertEquals(400, refused.status(), refused.body());
  }

  @Test
  void discardsAnEvent() {
    long id = dead("link_a", "IOException");
    RawHttp.Answer done = operator.post("/console/discard", form("/console/discard?id=" + id));
    assertEquals(200, done.status(), done.body());
    assertEquals("done", state("link_a"));
    assertEquals("discard", actions().get(0).get("action"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replay",
        "replay?id=1&state=dead",
        "replay?id=1&event=link.created",
        "replay?state=done",
        "replay?state=dead&since=yesterday",
        "explain?id=x"
      })
  void refusesWhatChoosesNothing(String query) {
    assertEquals(400, operator.get("/console/" + query).status());
  }

  @Test
  void explainsAFinding() {
    long id =
        bridge
            .sql()
            .sql(
                "INSERT INTO m2m_findings (kind, subject) VALUES ('missing here', 'op_1')"
                    + " RETURNING id")
            .query(Long.class)
            .single();
    RawHttp.Answer done = operator.post("/console/explain", form("/console/explain?id=" + id));
    assertEquals(200, done.status(), done.body());
    Map<String, Object> finding = bridge.sql().sql("TABLE m2m_findings").query().singleRow();
    assertEquals("explained", finding.get("state"));
    assertEquals(ConsoleClient.OPERATOR, finding.get("owner"));
    assertEquals("explain", actions().get(0).get("action"));
  }

  @Test
  void unmasksAPayloadOnceAndRecordsIt() {
    long id = dead("link_<b>seen", "IOException");
    String page = "/console/unmask?id=" + id;
    assertFalse(operator.get(page).body().contains("link_&lt;b"));

    RawHttp.Answer shown = operator.post("/console/unmask", form(page));

    assertTrue(shown.body().contains("link_&lt;b&gt;seen"), shown.body());
    assertFalse(shown.body().contains("<b>seen"), shown.body());
    assertEquals("no-store", shown.header("Cache-Control"));
    assertEquals("unmask", actions().get(0).get("action"));
  }

  @Test
  void answersAProgramWithTheReportOfTheCommand() {
    long id = dead("link_a", "IOException");
    String basic = ConsoleClient.basic(ConsoleClient.OPERATOR, ConsoleClient.PASSWORD);
    String plan = operator.json("/console/replay?id=" + id);
    assertTrue(plan.contains("\"effects_committed\""), plan);
    String fingerprint = plan.replaceFirst("(?s).*\"plan\" : \"([0-9a-f]{64})\".*", "$1");

    RawHttp.Answer done =
        ConsoleClient.of(bridge)
            .send(
                "POST /console/replay HTTP/1.1",
                List.of(basic, "Accept: application/json", "Content-Type: application/json"),
                "{\"id\": \"" + id + "\", \"why\": \"x\", \"plan\": \"" + fingerprint + "\"}");

    assertEquals(200, done.status(), done.body());
    assertTrue(done.body().contains("\"put back\""), done.body());
  }
}
