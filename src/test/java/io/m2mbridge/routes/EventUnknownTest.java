package io.m2mbridge.routes;

import static io.m2mbridge.testing.Mocks.mock;
import static io.m2mbridge.testing.Mocks.received;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.Bridge;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("verify")
class EventUnknownTest {
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    bridge =
        Bridge.start(
            Map.of("m2m.unknown.forward", "mock:unknown", "m2m.forward.default", "mock:default"));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "operation.completed",
        "link.revoked",
        "LINK.CREATED",
        "link.created ",
        "unknown",
        "'; DROP TABLE m2m_deliveries; --",
        "\u65b0\u3057\u3044",
        "${variable.event} == 'link.created'"
      })
  void keepsAndForwardsAnEventThatIsntKnown(String event) throws Exception {
    String body =
        "{\"event\":\"" + event + "\",\"data\":{\"linkId\":\"link_u\",\"operationId\":\"op_u\"}}";
    assertEquals("accepted", Bridge.outcome(bridge.send(body)));
    String key = event + ":sha256:" + sha256(body);
    var row = bridge.await(key, "done");

    assertEquals(event, row.get("event"));
    assertEquals("link_u", row.get("link_id"));
    assertEquals(body, new String((byte[]) row.get("body"), StandardCharsets.UTF_8));
    var message = received(bridge, "unknown", key).get(0).getMessage();
    assertEquals(body, message.getBody(String.class));
    assertEquals(event, message.getHeader("m2mEvent"));
    for (String table : List.of("m2m_links", "m2m_operations", "m2m_fund_holds")) {
      assertEquals(
          0L, bridge.sql().sql("SELECT count(*) FROM " + table).query(Long.class).single());
    }
    assertTrue(mock(bridge, "default").getReceivedExchanges().isEmpty());
  }

  @Test
  void forwardsASecondCopyNoMore() throws Exception {
    String body = "{\"event\":\"operation.failed\",\"data\":{}}";
    assertEquals("accepted", Bridge.outcome(bridge.send(body)));
    assertEquals("duplicate", Bridge.outcome(bridge.send(body)));
    String key = "operation.failed:sha256:" + sha256(body);
    bridge.await(key, "done");
    bridge.awaitIdle();

    assertEquals(1, received(bridge, "unknown", key).size());
  }

  private static String sha256(String body) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
  }
}
