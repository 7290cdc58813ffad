package io.m2mbridge.routes;

import static io.m2mbridge.routes.LinkRows.created;
import static io.m2mbridge.routes.LinkRows.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Orders;
import io.m2mbridge.testing.Rows;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLinkCreatedTest {
  private static Bridge bridge;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  @Test
  void notesTheLink() {
    run("link_1", created("link_1").with("data.metadata", "{\"order\": 7, \"tags\": [\"a\"]}"));

    assertEquals(
        Rows.expected(
            "{'reference_id': 'user_12345',"
                + " 'url': 'https://send.m2m.leapfinancial.com/link_acme_a1b2c3d4e5f6',"
                + " 'status': 'created', 'created_at': '2026-01-26T14:30:00Z',"
                + " 'expires_at': '2026-01-27T14:30:00Z', 'opened_at': null, 'device_info': null,"
                + " 'metadata': {'order': 7, 'tags': ['a']}}"),
        LinkRows.row(bridge, "link_1"));
  }

  @Test
  void takesALinkOfWhichNothingButItsKeysIsKnown() {
    Event bare = created("link_bare");
    for (String field : List.of("url", "status", "createdAt", "expiresAt")) {
      bare.without("data." + field);
    }
    run("link_bare", bare);

    assertEquals(
        Rows.expected(
            "{'reference_id': 'user_12345', 'url': null, 'status': 'created', 'created_at': null,"
                + " 'expires_at': null, 'opened_at': null, 'device_info': null, 'metadata': null}"),
        LinkRows.row(bridge, "link_bare"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"now\"",
        "\"tomorrow\"",
        "\"2026-02-30T00:00:00Z\"",
        "\"2026-01-26T14:30:00\"",
        "\"2026-01-26\"",
        "\"2026-13-01T00:00:00Z\"",
        "\"2026-01-26T14:30:00+99:99\"",
        "\"0000-01-01T00:00:00Z\"",
        "\"2026-01-26T14:30:00Z\\n\"",
        "\"infinity\"",
        "\"\"",
        "5",
        "1769437800.5",
        "true",
        "null",
        "[]",
        "{\"at\": \"2026-01-26T14:30:00Z\"}"
      })
  void leavesATimeEmptyThatCantBeRead(String json) {
    String linkId = "link_time_" + Integer.toHexString(json.hashCode());
    run(linkId, created(linkId).with("data.createdAt", json).with("data.expiresAt", json));

    var row = LinkRows.row(bridge, linkId);
    assertTrue(row.get("created_at").isNull());
    assertTrue(row.get("expires_at").isNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-26T14:30:00.000Z",
        "2026-01-26T14:30:00Z",
        "2026-01-26T14:30Z",
        "2026-01-26T16:30:00.000000000+02:00",
        "2026-01-26T08:30:00-0600"
      })
  void readsTheSameInstantHoweverItIsWritten(String text) {
    String linkId = "link_instant_" + Integer.toHexString(text.hashCode());
    run(linkId, created(linkId).withText("data.createdAt", text));

    assertEquals(
        "2026-01-26T14:30:00Z", LinkRows.row(bridge, linkId).get("created_at").textValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE m2m_links; --",
        "x', now()) --",
        "<script>alert(1)</script>",
        "line\r\n2026-01-26 ERROR forged",
        "${sys.user.home} ${variable.eventKey} ${body}",
        "{{m2m.api.key}}",
        "${jndi:ldap://127.0.0.1/x}",
        ":#${body} :?referenceId ? # $1",
        "back\\slash \" quote \t tab \u0001",
        "\u00e1\u00f1\u6f22\ud83d\ude00\u202e"
      })
  void storesAnyTextAsNothingButData(String text) {
    String linkId = "link_text_" + Integer.toHexString(text.hashCode()) + text;
    run(
        linkId,
        created(linkId)
            .withText("data.referenceId", text)
            .withText("data.url", text)
            .withText("data.status", text)
            .withText("data.createdAt", text)
            .with("data.metadata", "{}")
            .withText("data.metadata.x", text));

    var row = LinkRows.row(bridge, linkId);
    assertEquals(text, row.get("reference_id").textValue());
    assertEquals(text, row.get("url").textValue());
    assertEquals(text, row.get("status").textValue());
    assertEquals(text, row.get("metadata").get("x").textValue());
    assertTrue(row.get("created_at").isNull());
  }

  @Test
  void keepsUnknownFieldsInTheStoredBody() {
    String body =
        created("link_more")
            .with("data.riskScore", "{\"v\": 1.10}")
            .with("version", "2")
            .toString();
    run("link_more", body);

    byte[] stored = (byte[]) bridge.delivery("link.created:link_more").get("body");
    assertEquals(body, new String(stored, StandardCharsets.UTF_8));
  }

  @Test
  void endsInTheSameRowInWhateverOrderCreationAndOpeningCome() {
    Map<String, List<UnaryOperator<Event>>> variants = new LinkedHashMap<>();
    variants.put("as documented", List.of(e -> e, e -> e));
    for (String field : List.of("url", "status", "createdAt", "expiresAt")) {
      variants.put("creation without " + field, List.of(e -> e.without("data." + field), e -> e));
      variants.put(
          "creation with null " + field, List.of(e -> e.with("data." + field, "null"), e -> e));
    }
    for (String field : List.of("openedAt", "deviceInfo")) {
      variants.put("opening without " + field, List.of(e -> e, e -> e.without("data." + field)));
      variants.put(
          "opening with null " + field, List.of(e -> e, e -> e.with("data." + field, "null")));
    }
    variants.put(
        "another user in each", List.of(e -> e, e -> e.withText("data.referenceId", "user_other")));
    variants.put(
        "a status of its own",
        List.of(e -> e.withText("data.status", "active"), e -> e.withText("data.status", "seen")));
    List<String> metadata = List.of("", "null", "{}", "{\"a\": 1}", "{\"b\": [2]}", "\"text\"");
    for (String creation : metadata) {
      for (String opening : metadata) {
        variants.put(
            "metadata " + creation + " and " + opening,
            List.of(e -> withMetadata(e, creation), e -> withMetadata(e, opening)));
      }
    }

    List<List<String>> sequences = new ArrayList<>();
    Map<String, List<String>> ids = new LinkedHashMap<>();
    variants.forEach(
        (name, change) -> {
          List<String> own = ids.computeIfAbsent(name, n -> new ArrayList<>());
          for (String order : List.of("co", "oc", "coc", "oco", "ccoo", "ooccoc")) {
            String linkId = "link_" + ids.size() + "_" + order;
            own.add(linkId);
            String creation = change.get(0).apply(created(linkId)).toString();
            String opening = change.get(1).apply(opened(linkId)).toString();
            sequences.add(order.chars().mapToObj(c -> c == 'c' ? creation : opening).toList());
          }
        });
    Orders.run(bridge, sequences);

    var links = Rows.all(bridge.sql(), "m2m_links", "link_id");
    ids.forEach(
        (name, own) -> {
          var first = links.get(own.get(0));
          assertEquals("opened", first.get("status").textValue(), name);
          own.forEach(id -> assertEquals(first, links.get(id), name + ", " + id));
        });
  }

  private static Event withMetadata(Event event, String json) {
    return json.isEmpty() ? event : event.with("data.metadata", json);
  }

  private static void run(String linkId, Object event) {
    assertEquals("accepted", Bridge.outcome(bridge.send(event.toString())));
    bridge.await("link.created:" + linkId, "done");
  }
}
