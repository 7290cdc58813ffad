package io.m2mbridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.delivery.FaultyDataSource.Fault;
import java.time.Duration;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
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
  void mend() {
    database.has(Fault.NONE);
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
  void asksNoDatabaseWhereNoneIsUsed() {
    int before = database.connections();

    assertEquals(HealthCheck.State.UP, check("caffeine").call().getState());
    assertEquals(before, database.connections());
  }

  private HealthCheck check(String repository) {
    DatabaseHealthCheck check = new DatabaseHealthCheck(new Inbox(database), repository);
    check.setCamelContext(context);
    return check;
  }
}
