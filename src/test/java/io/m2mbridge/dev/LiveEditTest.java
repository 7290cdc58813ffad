package io.m2mbridge.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Logs;
import io.m2mbridge.testing.Mocks;
import io.m2mbridge.testing.RoutesCopy;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits of a running bridge, saved and then polled twice, as the thread does. */
@Tag("verify")
class LiveEditTest {
  @TempDir private Path folder;
  private RoutesCopy routes;
  private Bridge bridge;
  private LiveEdit edit;
  private Path settings;
  private int events;

  @BeforeEach
  void start() {
    routes = new RoutesCopy(folder);
    settings = folder.resolve("application.properties");
    bridge = Bridge.start(Map.of("camel.main.routesIncludePattern", routes.pattern()));
    edit = new LiveEdit(bridge.context(), settings.toString());
  }

  @AfterEach
  void stop() {
    bridge.close();
  }

  private List<String> save() {
    try (Logs log = new Logs()) {
      edit.poll();
      edit.poll();
      return log.lines().stream()
          .filter(line -> line.logger().equals(LiveEdit.class.getName()))
          .map(Logs.Line::text)
          .toList();
    }
  }

  private void runsEvent() {
    String id = "live_" + events++;
    assertEquals(
        200,
        bridge.send(Event.of("link.opened").withText("data.linkId", id).toString()).statusCode());
    bridge.await("link.opened:" + id, "done");
  }

  private MockEndpoint mock(String name) {
    return Mocks.mock(bridge, name);
  }

  private void callMock(String name) {
    routes.edit(
        "event-link-opened",
        text ->
            text.stripTrailing()
                + "\n        - to:\n            id: call-"
                + name
                + "\n            uri: mock:"
                + name
                + "\n");
  }

  @Test
  void takesARightEditAndKeepsTheOldOneWhereTheNewIsWrong() throws Exception {
    runsEvent();
    callMock("first");
    List<String> log = save();
    assertEquals(1, log.size(), log::toString);
    assertTrue(log.get(0).contains("took "), log::toString);
    runsEvent();
    assertEquals(1, mock("first").getReceivedCounter());

    Path file =
        Path.of(routes.pattern().split(",")[0].substring("file:".length()))
            .resolveSibling("event-link-opened.camel.yaml");
    String right = Files.readString(file);
    Files.writeString(file, right + "\t\tbroken");
    log = save();
    assertTrue(log.get(0).contains("[yaml-syntax]"), log::toString);
    assertTrue(log.get(1).contains("everything runs on as before"), log::toString);
    runsEvent();
    assertEquals(2, mock("first").getReceivedCounter());

    Files.writeString(file, right);
    save();
    runsEvent();
    assertEquals(3, mock("first").getReceivedCounter());
    assertEquals(List.of(), save());
  }

  @Test
  void addsAndRemovesRoutesOfTheSite() throws Exception {
    Path site =
        Path.of(routes.pattern().split(",")[0].substring("file:".length()))
            .resolveSibling("site.camel.yaml");
    Files.writeString(
        site,
        "- route:\n    id: site\n    from:\n      uri: direct:site\n      steps:\n        - to: mock:site\n");
    save();
    assertNotNull(bridge.context().getRoute("site"));

    Files.delete(site);
    save();
    assertNull(bridge.context().getRoute("site"));
  }

  @Test
  void takesASettingOfARouteAndAsksForARestartForOthers() throws Exception {
    Files.writeString(settings, "m2m.link-opened.forward = mock:forwarded\n");
    List<String> log = save();
    assertTrue(log.get(0).contains("took "), log::toString);
    runsEvent();
    assertEquals(1, mock("forwarded").getReceivedCounter());

    Files.writeString(
        settings, "m2m.link-opened.forward = mock:forwarded\nm2m.webhook.max-age = 2h\n");
    log = save();
    assertEquals(1, log.size(), log::toString);
    assertTrue(
        log.get(0).contains("m2m.webhook.max-age: start the bridge again to take the edit"),
        log::toString);
  }

  @Test
  void takesBackASettingThatTheFileDoesNotHaveAnyMore() throws Exception {
    String set = "m2m.link-opened.forward = mock:forwarded\n";
    String toDefault = "m2m.forward.default = mock:default\n";
    for (String without : List.of("", "m2m.link-opened.forward =\n")) {
      forwardsTo("forwarded", set);
      forwardsTo("default", toDefault);
      forwardsTo("forwarded", set + toDefault);
      Files.writeString(settings, without);
      save();
      runsEvent();
    }
  }

  private void forwardsTo(String mock, String properties) throws Exception {
    Files.writeString(settings, properties);
    save();
    // Camel makes another endpoint of the name when its last route is taken away.
    mock(mock).reset();
    runsEvent();
    assertEquals(1, mock(mock).getReceivedCounter(), properties);
  }

  @Test
  void takesNothingIfARouteOfTheEditDoesNotStart() throws Exception {
    callMock("edited");
    Files.writeString(
        settings,
        "m2m.link-opened.forward = kafka:links?brokers=none.invalid:1&clientId=two words\n");
    List<String> log = save();
    assertTrue(log.get(log.size() - 1).contains("everything runs on as before"), log::toString);
    runsEvent();
    assertEquals(0, mock("edited").getReceivedCounter());

    Files.delete(settings);
    save();
    runsEvent();
    assertEquals(1, mock("edited").getReceivedCounter());
  }

  @Test
  void asksForARestartWhereWebhooksAreServed() {
    routes.edit("webhook-report", text -> text.replaceFirst("description: .*", "description: x"));
    List<String> log = save();
    assertEquals(1, log.size(), log::toString);
    assertTrue(
        log.get(0).contains("webhook-report.camel.yaml: start the bridge again"), log::toString);
    runsEvent();
    assertEquals(List.of(), save());
  }
}
