package io.m2mbridge.log;

import static io.m2mbridge.testing.Planted.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.CommandRun;
import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.LeakWatch;
import io.m2mbridge.testing.Planted;
import io.m2mbridge.testing.RecordedSpans;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.Webhook;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Everything happens that an event can meet, at trace level and with Camel's tracing on. */
@Tag("verify")
class LeakTest {
  private static final Map<String, String> LOUD =
      Map.of(
          "camel.main.tracing", "true",
          "camel.trace.enabled", "true",
          "camel.main.messageHistory", "true",
          "m2m.dispatch.maximum-attempts", "2",
          // Fails, and quotes the body in its exception.
          "m2m.unknown.forward", "sql:SELECT CAST(:#${body} AS integer)",
          "m2m.link-opened.forward", "http://127.0.0.1:1/refused");

  private static String person(Event event) {
    return event
        .with("data.metadata", "{\"a\":\"%s\"}".formatted(value("metadata")))
        .withText("data.name", value("a name"))
        .toString();
  }

  private static void send(Bridge bridge, String body) {
    bridge.send(body);
  }

  /** All that may happen to events, but for data requests. */
  private static void events(Bridge bridge) {
    send(bridge, person(Event.of("link.created")));
    send(bridge, person(Event.of("link.created").withText("data.status", "other"))); // conflict
    send(bridge, person(Event.of("link.opened")));
    send(
        bridge,
        person(
            Event.of("operation.created")
                .withText("data.funding.last4", value("a card"))
                .withText("data.payout.account", value("an account"))));
    send(
        bridge,
        person(
            Event.of("operation.cancelled")
                .withText("data.cancellationReason", value("a reason"))));
    send(bridge, person(Event.of("link.created").withText("event", "user.blocked")));
    send(bridge, "{\"" + value("a name")); // bad-json
    send(bridge, person(Event.of("operation.created").withText("data.amount.send", "1e9x")));
    String body = person(Event.of("link.opened").withText("data.linkId", "link_of_strangers"));
    bridge.send(Webhook.of(body).with("X-M2M-Signature", "sha256=0").to(bridge.webhooks()));
    bridge.send(
        Webhook.of(body).signedAt(Instant.now().minus(Duration.ofDays(1))).to(bridge.webhooks()));
  }

  @Test
  void namesNobodyAndNoSecretWhateverHappens() {
    Map<String, String> settings = new HashMap<>(LOUD);
    settings.putAll(RecordedSpans.SETTINGS);
    RecordedSpans.clear();
    try (DataRequests requests = DataRequests.start(settings)) {
      Bridge bridge = requests.bridge();
      events(bridge);
      String quoting = "{\"error\":{\"code\":\"%s\"}}".formatted(value("a name"));
      requests.answers("refused", M2mApi.json(400, quoting)).ask("refused");
      requests.answers("failing", M2mApi.json(500, quoting)).ask("failing");
      requests.answers("cut", M2mApi.cut()).ask("cut");
      requests.answers("key", M2mApi.json(401, quoting)).ask("key");
      requests.askAndAwait("fine");
      bridge.await("link.opened:link_acme_a1b2c3d4e5f6", "dead");
      bridge.awaitIdle();
      requests.killedBeforeSettled("fine");
      bridge.awaitIdle();

      assertEquals(List.of(), Planted.namesIn(bridge.manage("/observe/metrics").body()));
      assertEquals(List.of(), Planted.namesIn(bridge.manage("/observe/health").body()));
      for (Object bean : bridge.context().getRegistry().findByType(Object.class)) {
        assertEquals(List.of(), Planted.namesIn(String.valueOf(bean)), bean.getClass().getName());
      }
      commands(bridge);
      assertEquals("", LeakWatch.take());
    }
    // Camel has stopped, so all of them are exported.
    assertEquals(List.of(), Planted.namesIn(RecordedSpans.all().toString()));
    assertEquals(
        Set.of("webhook-receive", "event-dispatch", "data-request-dispatch", "notice-dispatch"),
        RecordedSpans.all().stream()
            .map(span -> span.getName())
            .filter(name -> !name.contains("/"))
            .collect(Collectors.toSet()));
  }

  private static void commands(Bridge bridge) {
    System.setProperty("m2m.database.url", bridge.databaseUrl());
    System.setProperty("m2m.database.username", "postgres");
    try {
      for (String[] command :
          List.of(
              new String[] {"replay", "--state", "quarantined", "--yes"},
              new String[] {"erase", "user_12345"},
              new String[] {"erase", "user_12345", "--yes"})) {
        CommandRun run = CommandRun.withInput("y\n".getBytes(StandardCharsets.UTF_8), command);
        assertEquals(List.of(), Planted.namesIn(run.out() + run.err()));
      }
    } finally {
      System.clearProperty("m2m.database.url");
      System.clearProperty("m2m.database.username");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://127.0.0.1:1/m2m?user=a&password=SECRET",
        "jdbc:postgresql://a:SECRET@127.0.0.1/m2m",
        "jdbc:postgresql://127.0.0.1:99999999/m2m?password=SECRET",
        "jdbc:postgresql:?password=SECRET&sslmode=SECRET",
        "postgresql://a:SECRET@127.0.0.1/m2m"
      })
  void printsNoPasswordOfAWrongDatabaseUrl(String url) {
    System.setProperty("m2m.database.url", url.replace("SECRET", value("the database password")));
    System.setProperty("m2m.database.password", value("the database password"));
    Queue<String> printed = new ConcurrentLinkedQueue<>();
    Handler driver =
        new StreamHandler(OutputStream.nullOutputStream(), new SimpleFormatter()) {
          @Override
          public void publish(LogRecord line) {
            printed.add(getFormatter().format(line));
          }
        };
    Logger.getLogger("").addHandler(driver);
    try {
      CommandRun run = CommandRun.of("erase", "user_12345", "--yes");
      assertNotEquals(0, run.exitCode());
      assertEquals(List.of(), Planted.namesIn(run.out() + run.err() + printed));
      assertEquals(1, run.err().strip().lines().count());
      assertEquals("", LeakWatch.take());
    } finally {
      Logger.getLogger("").removeHandler(driver);
      System.clearProperty("m2m.database.url");
      System.clearProperty("m2m.database.password");
    }
  }

  @Test
  void findsALeak() {
    LoggerFactory.getLogger("m2m.site").trace("this is {}", value("an id number"));
    LoggerFactory.getLogger("org.example").debug("a library's {}", value("a name"));

    assertEquals("an id number by m2m.site", LeakWatch.take());
  }

  @Test
  void hasNoConsoleAndNoManagementThatCouldShowAnExchange() {
    try (Bridge bridge = Bridge.start(Map.of())) {
      assertFalse(
          bridge.context().getManagementStrategy().getManagementAgent() != null
              && bridge.context().getManagementStrategy().getManagementAgent().getMBeanServer()
                  != null);
      assertTrue(bridge.manage("/q/dev").statusCode() == 404);
      assertTrue(bridge.manage("/observe/env").statusCode() == 404);
    }
  }
}
