package io.m2mbridge.routes;

import static io.m2mbridge.routes.OperationRows.created;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Chat;
import io.m2mbridge.testing.RoutesCopy;
import io.m2mbridge.testkit.Bridge;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes from before notices were rows, which a site has a copy of, with this version's jar. */
@Tag("verify")
class OlderNoticesTest {
  private static final Set<String> ALL =
      Set.of(
          "operation-created operation.created:o_new",
          "dead link.opened:o_dead",
          "quarantined quarantine:bad-json");

  @TempDir private Path folder;

  private static Bridge start(RoutesCopy routes, Chat chat) {
    return Bridge.start(
        Map.of(
            "camel.main.routesIncludePattern", routes.pattern(),
            "m2m.notify.endpoint", chat.url(),
            "m2m.link-opened.forward", chat.url("/broken"),
            "m2m.dispatch.maximum-attempts", "1"));
  }

  private static Set<String> told(Bridge bridge, Chat chat) {
    bridge.send(created("o_new").toString());
    bridge.send(LinkRows.opened("o_dead").toString());
    bridge.send("{");
    bridge.await("operation.created:o_new", "done");
    bridge.await("link.opened:o_dead", "dead");
    Awaitility.await("the notices").until(() -> names(chat).size() >= 3);
    return names(chat);
  }

  private static Set<String> names(Chat chat) {
    return chat.taken().stream()
        .map(call -> call.header("m2mNotice") + " " + call.header("m2mEventKey"))
        .map(told -> told.replaceAll(":[0-9a-f]{64}$", ""))
        .collect(Collectors.toSet());
  }

  private static long rows(Bridge bridge) {
    return bridge.sql().sql("SELECT count(*) FROM m2m_notices").query(Long.class).single();
  }

  @Test
  void tellsFromMemoryAndWritesNoRowThatNobodySends() {
    try (Chat chat = new Chat();
        Bridge bridge = start(new RoutesCopy(folder).older(), chat)) {
      assertEquals(ALL, told(bridge, chat));
      assertEquals(3, chat.calls("/chat").size());
      assertEquals(0, rows(bridge));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "webhook-first-delivery notify-trouble on-failure",
        "notify event-operation-created reply-trouble data-request-answer"
      })
  void tellsOfAllWithSomeOlderRoutes(String routes) {
    try (Chat chat = new Chat();
        Bridge bridge = start(new RoutesCopy(folder).olderOf(routes.split(" ")), chat)) {
      assertEquals(ALL, told(bridge, chat));
    }
  }

  @Test
  void doesNotStartWithRowsThatNoRouteSends() {
    assertTold(
        new RoutesCopy(folder).without("notice-dispatch"),
        " writes notices that no route sends: put routes/notice-dispatch.camel.yaml back.");
  }

  @Test
  void doesNotStartWithACallOfTheTeamWithinTheTransaction() {
    assertTold(
        new RoutesCopy(folder).olderOf("operation-notices"),
        "The route operation-notices calls notify, and event-operation-created calls it within the"
            + " transaction of the effects");
  }

  private static void assertTold(RoutesCopy routes, String sentence) {
    try (Chat chat = new Chat()) {
      Exception refused = assertThrows(Exception.class, () -> start(routes, chat).close());
      StringBuilder messages = new StringBuilder();
      for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
        messages.append(cause.getMessage()).append('\n');
      }
      assertTrue(messages.toString().contains(sentence), messages::toString);
    }
  }
}
