package io.m2mbridge.routes;

import static io.m2mbridge.routes.LinkRows.created;
import static io.m2mbridge.routes.LinkRows.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Rows;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLinkOpenedTest {
  private static Bridge bridge;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  @Test
  void notesTheOpeningOfALinkWhoseCreationIsntKnown() {
    run("open_1", opened("open_1").with("data.metadata", "{\"a\": 1.50}"));

    assertEquals(
        Rows.expected(
            "{'reference_id': 'user_12345', 'url': null, 'status': 'opened', 'created_at': null,"
                + " 'expires_at': null, 'opened_at': '2026-01-26T14:31:00Z', 'device_info':"
                + " {'userAgent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)...',"
                + " 'platform': 'iOS', 'language': 'en-US'}, 'metadata': {'a': 1.50}}"),
        LinkRows.row(bridge, "open_1"));
  }

  @Test
  void completesTheRowOfTheCreation() {
    bridge.send(created("open_2").toString());
    bridge.await("link.created:open_2", "done");
    run("open_2", opened("open_2"));

    var row = LinkRows.row(bridge, "open_2");
    assertEquals("opened", row.get("status").textValue());
    assertEquals("2026-01-26T14:30:00Z", row.get("created_at").textValue());
    assertEquals("2026-01-26T14:31:00Z", row.get("opened_at").textValue());
    assertEquals("iOS", row.get("device_info").get("platform").textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"now\"", "\"2026-02-30T00:00:00Z\"", "5", "false", "[1]"})
  void leavesATimeEmptyThatCantBeRead(String json) {
    String linkId = "open_time_" + Integer.toHexString(json.hashCode());
    run(linkId, opened(linkId).with("data.openedAt", json));

    var row = LinkRows.row(bridge, linkId);
    assertTrue(row.get("opened_at").isNull());
    assertEquals("opened", row.get("status").textValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "\"iPhone\"", "[]", "{\"platform\": null}", "7"})
  void takesAnyDeviceInfo(String json) {
    String linkId = "open_device_" + Integer.toHexString(json.hashCode());
    run(linkId, opened(linkId).with("data.deviceInfo", json));

    var device = LinkRows.row(bridge, linkId).get("device_info");
    assertEquals(json.replace(" ", ""), device.toString());
  }

  @Test
  void neverMixesUpLinksThatAreCreatedAndOpenedAtTheSameMoment() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      bodies.add(created("both_" + i).withText("data.url", "https://127.0.0.1/" + i).toString());
      bodies.add(opened("both_" + i).with("data.deviceInfo", "{\"n\": " + i + "}").toString());
    }
    Collections.shuffle(bodies, new Random(seed));
    bridge.context().getRouteController().stopRoute("event-dispatch");
    bodies.parallelStream().forEach(bridge::send);
    bridge.context().getRouteController().startRoute("event-dispatch");
    bridge.awaitIdle();

    for (int i = 0; i < 150; i++) {
      var row = LinkRows.row(bridge, "both_" + i);
      assertEquals("opened", row.get("status").textValue());
      assertEquals("https://127.0.0.1/" + i, row.get("url").textValue());
      assertEquals(i, row.get("device_info").get("n").intValue());
      assertEquals("2026-01-26T14:30:00Z", row.get("created_at").textValue());
      assertEquals("2026-01-26T14:31:00Z", row.get("opened_at").textValue());
    }
    assertEquals(
        0L,
        bridge
            .sql()
            .sql("SELECT count(*) FROM m2m_deliveries WHERE state <> 'done' OR attempts <> 1")
            .query(Long.class)
            .single());
  }

  private static void run(String linkId, Event event) {
    assertEquals("accepted", Bridge.outcome(bridge.send(event.toString())));
    bridge.await("link.opened:" + linkId, "done");
  }
}
