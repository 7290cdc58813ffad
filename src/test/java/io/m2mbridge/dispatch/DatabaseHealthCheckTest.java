package io.m2mbridge.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.FaultyDataSource;
import io.m2mbridge.inbox.FaultyDataSource.Fault;
import io.m2mbridge.inbox.Inbox;
import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatabaseHealthCheckTest {
  private static FaultyDataSource database;
  private final DefaultCamelContext context = new DefaultCamelContext();

  @BeforeAll
  static void migrate() {
    database = new FaultyDataSource(Deliveries.database());
  }

  @AfterEach
  void restoreDatabase() {
    database.has(Fault.NONE);
    context.stop();
  }

  @Test
  void isUpWhileTheDatabaseAnswers() {
    HealthCheck check = check("jdbc");
    assertEquals(HealthCheck.State.UP, check.call().getState());
    assertTrue(check.isReadiness());
    assertFalse(check.isLiveness());
  }

  @Test
  void isDownWithoutAValueInItsMessageAndUpAgainOnceTheDatabaseIsBack() {
    HealthCheck check = check("jdbc");
    database.has(Fault.REFUSED);
    var result = check.call();
    assertEquals(HealthCheck.State.DOWN, result.getState());
    assertEquals("CannotGetJdbcConnectionException 08001", result.getMessage().orElseThrow());
    database.has(Fault.NONE);

    assertEquals(HealthCheck.State.UP, check.call().getState());
  }

  @Test
  void isDownWithinTwoSecondsWhileTheDatabaseHangs() {
    HealthCheck check = check("jdbc");
    database.has(Fault.HANGING);
    long start = System.nanoTime();

    assertEquals(HealthCheck.State.DOWN, check.call().getState());
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 2000);
  }

  @Test
  void isDownUntilEachEndpointHasClaimedOnce() throws Exception {
    Inbox inbox = new Inbox(database);
    DeliveryComponent component = new DeliveryComponent();
    component.setCamelContext(context);
    context.addComponent("m2m-deliveries", component);
    context.getRegistry().bind("inbox", inbox);
    context.start();
    var idle = context.getEndpoint("m2m-deliveries:idle?inbox=#inbox&lanes=unknown");
    HealthCheck check = check(inbox, "jdbc");
    var result = check.call();
    assertEquals(HealthCheck.State.DOWN, result.getState());
    assertEquals(
        "m2m-deliveries://idle can't claim deliveries: no claim has worked yet",
        result.getMessage().orElseThrow());
    Consumer consumer = idle.createConsumer(exchange -> {});
    consumer.start();
    try {
      Awaitility.await("the first claim")
          .until(() -> check.call().getState() == HealthCheck.State.UP);
    } finally {
      consumer.stop();
    }
  }

  @Test
  void isDownWhileNoWebhookCanBeStored() {
    Inbox inbox = new Inbox(database);
    inbox.breaker().open("DataAccessResourceFailureException 53100");

    assertEquals(
        "webhooks can't be stored: DataAccessResourceFailureException 53100",
        check(inbox, "jdbc").call().getMessage().orElseThrow());
    assertEquals(HealthCheck.State.UP, check(inbox, "caffeine").call().getState());
  }

  @Test
  void asksNoDatabaseWhereNoneIsUsed() {
    int before = database.connections();

    assertEquals(HealthCheck.State.UP, check("caffeine").call().getState());
    assertEquals(before, database.connections());
  }

  private HealthCheck check(String repository) {
    return check(new Inbox(database), repository);
  }

  private HealthCheck check(Inbox inbox, String repository) {
    DatabaseHealthCheck check = new DatabaseHealthCheck(inbox, repository);
    check.setCamelContext(context);
    return check;
  }
}
