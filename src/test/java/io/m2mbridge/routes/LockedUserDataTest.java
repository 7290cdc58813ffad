package io.m2mbridge.routes;

import static io.m2mbridge.testing.Mocks.received;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.TestPostgres;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A look-up ahead that waits for a lock, and is given up. */
@Tag("verify")
class LockedUserDataTest {
  @Test
  void forwardsTheEventAsItCame() throws Exception {
    String url = TestPostgres.newDatabase();
    String withLockTimeout =
        url + (url.contains("?") ? "&" : "?") + "options=-c%20lock_timeout=200ms";
    try (Bridge bridge =
            Bridge.start(withLockTimeout, Map.of("m2m.forward.default", "mock:forward"));
        var other = DriverManager.getConnection(url, "postgres", "")) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE m2m_users");
      for (String event : List.of("link.created", "link.opened")) {
        String body = Event.of(event).withText("data.linkId", "locked").toString();
        bridge.send(body);
        bridge.await(event + ":locked", "done");

        var forwarded = received(bridge, "forward", event + ":locked").get(0);
        assertEquals(body, forwarded.getMessage().getBody());
        assertNull(forwarded.getVariable("userData"));
      }
    }
  }
}
