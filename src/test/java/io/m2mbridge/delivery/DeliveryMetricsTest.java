package io.m2mbridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.delivery.FaultyDataSource.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class DeliveryMetricsTest {
  private static FaultyDataSource database;
  private static Inbox inbox;
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @BeforeAll
  static void migrate() {
    database = new FaultyDataSource(Deliveries.database());
    inbox = new Inbox(database);
  }

  @BeforeEach
  void fill() {
    database.has(Fault.NONE);
    JdbcClient sql = JdbcClient.create(database);
    sql.sql("TRUNCATE m2m_deliveries").update();
    for (int i = 0; i < 4; i++) {
      Deliveries.store(inbox, Deliveries.linkCreated("m" + i));
    }
    Deliveries.store(inbox, Deliveries.of("{"));
    var claimed = inbox.claim(Map.of("link.created", 2), 2);
    inbox.done(claimed.get(0));
    inbox.dead(claimed.get(1), "x");
    sql.sql("UPDATE m2m_deliveries SET received_at = received_at - interval '100 seconds'")
        .update();
  }

  @Test
  void countsByStateAndTellsTheOldestUnfinishedOne() {
    new DeliveryMetrics(inbox, "jdbc").bindTo(registry);

    assertEquals(2, deliveries("pending"));
    assertEquals(0, deliveries("processing"));
    assertEquals(1, deliveries("done"));
    assertEquals(1, deliveries("dead"));
    assertEquals(1, deliveries("quarantined"));
    double oldest = registry.get("m2m.oldest.pending.seconds").gauge().value();
    assertTrue(oldest >= 100 && oldest < 160, () -> "" + oldest);
  }

  @Test
  void isZeroWhereThereIsNothing() {
    JdbcClient.create(database).sql("TRUNCATE m2m_deliveries").update();
    new DeliveryMetrics(inbox, "jdbc").bindTo(registry);

    assertEquals(0, deliveries("pending"));
    assertEquals(0, registry.get("m2m.oldest.pending.seconds").gauge().value());
  }

  @Test
  void asksTheDatabaseOnceHoweverManyGaugesAreRead() {
    new DeliveryMetrics(inbox, "jdbc").bindTo(registry);
    int before = database.connections();
    for (int i = 0; i < 3; i++) {
      for (String state : List.of("pending", "processing", "done", "quarantined", "dead")) {
        deliveries(state);
      }
    }

    assertEquals(before + 1, database.connections());
  }

  @Test
  void answersWithZeroWhileTheDatabaseWasNeverThere() {
    new DeliveryMetrics(inbox, "jdbc").bindTo(registry);
    database.has(Fault.REFUSED);

    assertEquals(0, deliveries("pending"));
  }

  @Test
  void bindsItselfToTheRegistryWhereADatabaseIsUsed() throws Exception {
    for (String repository : List.of("jdbc", "caffeine")) {
      try (DefaultCamelContext context = new DefaultCamelContext()) {
        MeterRegistry meters = new SimpleMeterRegistry();
        context.getRegistry().bind("meters", meters);
        DeliveryMetrics metrics = new DeliveryMetrics(inbox, repository);
        metrics.setCamelContext(context);
        metrics.setCamelContext(context);
        context.start();

        if (repository.equals("jdbc")) {
          assertNotNull(meters.find("m2m.deliveries").gauge());
        } else {
          assertNull(meters.find("m2m.deliveries").gauge());
        }
      }
    }
  }

  private double deliveries(String state) {
    return registry.get("m2m.deliveries").tag("state", state).gauge().value();
  }
}
