package io.m2mbridge.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.LogLines;
import io.m2mbridge.testing.Planted;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.Webhook;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A life of the bridge under a log configuration that lets everything through. */
@Tag("verify")
@Timeout(180)
class LogGuardTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "camel.main.tracing", "true",
          "camel.trace.enabled", "true",
          "camel.main.messageHistory", "true",
          "m2m.dispatch.maximum-attempts", "2",
          "m2m.database.password", Planted.value("the database password"),
          // Fails, and quotes the body in its exception.
          "m2m.operation-created.forward", "sql:SELECT CAST(:#${body} AS integer)");

  @Test
  void keepsSecretsAndPersonalValuesOutOfEveryLog() {
    try (LogLines log = LogLines.captureAll()) {
      try (DataRequests requests = DataRequests.start(SETTINGS)) {
        live(requests);
      }
      assertTrue(log.with("").size() > 1_000, "trace was on");
      Map<String, String> leaks = new TreeMap<>();
      for (String line : log.with("")) {
        Planted.namesIn(line).forEach(name -> leaks.put(line.split(" ")[0] + ": " + name, name));
      }
      assertEquals(Map.of(), leaks);
    }
  }

  @Test
  void holdsAgainstALoggerSetAfterwards() {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    LogGuard.install();
    Configurator.setLevel("org.apache.hc.client5.http.wire", Level.TRACE);

    assertFalse(context.getLogger("org.apache.hc.client5.http.wire").isInfoEnabled());
    assertTrue(context.getLogger("org.apache.hc.client5.http.wire").isWarnEnabled());
  }

  /** Every event, well and badly, and every kind of failure that could quote one. */
  private static void live(DataRequests requests) {
    Bridge bridge = requests.bridge();
    for (String event :
        List.of("link.created", "link.opened", "operation.created", "operation.cancelled")) {
      Event good = Event.of(event);
      bridge.send(good.toString());
      bridge.send(good.toString());
      bridge.send(good.withText("data.linkId", "x".repeat(201)).toString());
      bridge.send(good.toString().replace("}", ""));
      bridge.send(Webhook.of(good.toString()).signedAt("1").to(bridge.webhooks()));
    }
    bridge.send(Event.of("link.opened").withText("event", "link.closed").toString());
    requests.askAndAwait("well");
    requests.answers("refused", M2mApi.json(401, "{\"code\":\"GALO900515HDFRPN09\"}"));
    requests.ask("refused").await("refused", "dead");
    requests.answers("cut", M2mApi.cut(), DataRequests.UNAVAILABLE).askAndAwait("cut");
    bridge.sql().sql("ALTER TABLE m2m_links RENAME TO m2m_links_gone").update();
    bridge.send(Event.of("link.opened").withText("data.linkId", "link_without_table").toString());
    bridge.await("link.opened:link_without_table", "dead");
    bridge.awaitIdle();
  }
}
