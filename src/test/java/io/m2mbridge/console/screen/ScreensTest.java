package io.m2mbridge.console.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.m2mbridge.console.access.RefusedException;
import io.m2mbridge.console.access.Role;
import io.m2mbridge.console.access.Viewer;
import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.webhook.RefusedRequests;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The screens of a bridge in trouble, as their templates show them. */
class ScreensTest {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          ScreensTest.class.getClassLoader(),
          "io.m2mbridge.console.template");

  private static final Viewer VIEWER = new Viewer("vera", Role.VIEWER);
  private static final Viewer OPERATOR = new Viewer("olaf" + NightRows.HOSTILE, Role.OPERATOR);

  private static List<Screens.Entry> screens;

  @BeforeAll
  static void create() {
    DataSource database = Deliveries.database();
    NightRows.store(database);
    RefusedRequests refused = new RefusedRequests(Clock.systemUTC());
    refused.add(401, NightRows.HOSTILE, "192.0.2.7:443");
    screens = Screens.of(database, refused);
  }

  private static Page page(String path, String rest, Map<String, String> query, Viewer viewer) {
    return entry(path).screen().page(new Request(rest, query, viewer));
  }

  private static Screens.Entry entry(String path) {
    return screens.stream().filter(each -> each.path().equals(path)).findFirst().orElseThrow();
  }

  private static String html(String path, Page page, Viewer viewer) {
    Frame frame =
        new Frame(entry(path).title(), path, screens, viewer, "/console/static/0123456789ab");
    StringOutput html = new StringOutput();
    TEMPLATES.render(page.template(), Map.of("frame", frame, "model", page.model()), html);
    return html.toString();
  }

  static Stream<List<String>> pages() {
    return Stream.of(
        List.of("", ""),
        List.of("trouble", ""),
        List.of("deliveries", ""),
        List.of("data-requests", ""),
        List.of("holds", ""),
        List.of("reconcile", ""),
        List.of("actions", ""),
        List.of("refused", ""),
        List.of("show", "op_1"),
        List.of("show", "op_4"),
        List.of("show", "dr_6" + NightRows.HOSTILE),
        List.of("show", "op_"),
        List.of("payload", "1"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void runsNothingThatAnIdOrACauseSays(List<String> page) {
    for (Viewer viewer : List.of(VIEWER, OPERATOR)) {
      String path = page.get(0);
      Map<String, String> query =
          path.equals("deliveries") ? Map.of("from", "2026-01-01T00:00:00Z") : Map.of();
      String html = html(path, page(path, page.get(1), query, viewer), viewer);
      assertFalse(html.contains("<script>"), html);
      assertFalse(html.contains("<img"), html);
      assertFalse(html.contains(NightRows.PERSONAL), html);
      assertFalse(html.contains(" style="), html);
    }
  }

  @Test
  void showsTheHostileTextAsText() {
    String html = html("trouble", page("trouble", "", Map.of(), VIEWER), VIEWER);
    assertTrue(
        html.contains("&lt;script>hostile()") || html.contains("&lt;script&gt;hostile()"), html);
  }

  /** Each has a row at least, so that the pages above show what they are to show. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "trouble",
        "deliveries",
        "data-requests",
        "holds",
        "reconcile",
        "actions",
        "refused"
      })
  void hasTheRowsOfTheScreen(String path) {
    Page page = page(path, "", Map.of(), VIEWER);
    assertEquals(200, page.status());
    page.report()
        .tables()
        .forEach(
            (name, rows) -> {
              if (!List.of("older", "holds-wrong").contains(name)) {
                assertFalse(rows.isEmpty(), name);
              }
            });
    String html = html(path, page, VIEWER);
    assertTrue(html.contains("<caption") || html.contains("<dl"), html);
  }

  @Test
  void letsAnOperatorAloneReplay() {
    String asViewer = html("trouble", page("trouble", "", Map.of(), VIEWER), VIEWER);
    assertFalse(asViewer.contains("/console/replay"), asViewer);
    String asOperator = html("trouble", page("trouble", "", Map.of(), OPERATOR), OPERATOR);
    assertTrue(
        asOperator.contains(
            "/console/replay?state=dead&amp;event=operation.created&amp;cause=%3Cscript%3E"),
        asOperator);
  }

  @Test
  void keepsTheFilterInTheUrl() {
    Page page = page("deliveries", "", Map.of("state", "dead", "reference", "user_op_1"), VIEWER);
    assertEquals(1, page.report().tables().get("deliveries").size());
    String html = html("deliveries", page, VIEWER);
    assertTrue(html.contains("<option value=\"dead\" selected>"), html);
    assertTrue(html.contains("value=\"user_op_1\""), html);
  }

  @Test
  void saysWhichParameterIsWrong() {
    for (Map<String, String> query :
        List.of(
            Map.of("state", "deaf"),
            Map.of("before", "-1"),
            Map.of("from", "yesterday"),
            Map.of("to", "9999-12-31T23:59:59Z"))) {
      InvalidRequestException refused =
          assertThrows(InvalidRequestException.class, () -> page("deliveries", "", query, VIEWER));
      assertTrue(String.valueOf(refused.getMessage()).startsWith(query.keySet().iterator().next()));
    }
  }

  @Test
  void namesIdsThatMayBeMeant() {
    Page page = page("show", "op_", Map.of(), VIEWER);
    assertEquals(404, page.status());
    String html = html("show", page, VIEWER);
    assertTrue(html.contains("<a href=\"/console/show/op_4\">op_4</a>"), html);
  }

  @Test
  void marksWhatCameLate() {
    String html = html("show", page("show", "op_4", Map.of(), VIEWER), VIEWER);
    assertTrue(html.contains("<mark>operation.created; late: signed at"), html);
  }

  @Test
  void letsAnOperatorUnmask() {
    assertFalse(html("payload", page("payload", "1", Map.of(), VIEWER), VIEWER).contains("unmask"));
    String html = html("payload", page("payload", "1", Map.of(), OPERATOR), OPERATOR);
    assertTrue(html.contains("href=\"/console/unmask?id=1\""), html);
  }

  @Test
  void refusesWhatNamesNothing() {
    for (String id : List.of(NightRows.HOSTILE, "")) {
      RefusedException refused =
          assertThrows(RefusedException.class, () -> page("show", id, Map.of(), VIEWER));
      assertEquals(404, refused.status());
      assertThrows(RefusedException.class, () -> page("payload", id, Map.of(), VIEWER));
    }
    assertThrows(RefusedException.class, () -> page("payload", "99", Map.of(), VIEWER));
  }
}
