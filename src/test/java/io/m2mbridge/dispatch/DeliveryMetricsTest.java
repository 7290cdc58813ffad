package io.m2mbridge.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.FaultyDataSource;
import io.m2mbridge.inbox.FaultyDataSource.Fault;
import io.m2mbridge.inbox.Inbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class DeliveryMetricsTest {
  private static FaultyDataSource database;
  private static Inbox inbox;
  private static DataSource other;
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @BeforeAll
  static void migrate() {
    other = Deliveries.database();
    database = new FaultyDataSource(other);
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
    var claimed = inbox.leases().claim(Map.of("link.created", 2), 2);
    inbox.done(claimed.get(0));
    inbox.dead(claimed.get(1), Deliveries.failed("x"), null);
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
  void answersInTimeWithTheLastGoodFiguresWhileTheDatabaseHangs() {
    AtomicLong passed = new AtomicLong();
    new DeliveryMetrics(inbox, "jdbc", () -> System.nanoTime() + passed.get()).bindTo(registry);
    assertEquals(2, deliveries("pending"));
    database.has(Fault.HANGING);
    passed.set(Duration.ofSeconds(5).toNanos());
    int before = database.connections();
    long start = System.nanoTime();
    for (String state : List.of("pending", "processing", "done", "quarantined", "dead")) {
      assertEquals(
          state.equals("pending") ? 2 : state.equals("processing") ? 0 : 1, deliveries(state));
    }
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 2_000);
    assertEquals(before + 1, database.connections());

    JdbcClient.create(other).sql("UPDATE m2m_deliveries SET state = 'done'").update();
    database.has(Fault.NONE);
    Awaitility.await().until(() -> deliveries("pending") == 0);
  }

  /** Else a scrape would read all rows that were ever received. */
  @Test
  void estimatesHowManyAreDoneOnceThereAreMany() {
    JdbcClient sql = JdbcClient.create(database);
    sql.sql(
            "INSERT INTO m2m_deliveries (event_key, path, signature, signed_at, body, content_hash,"
                + " state) SELECT 'many:' || i, '', repeat('0', 71), now(), convert_to(repeat('x',"
                + " 1500), 'UTF8'), '', 'done' FROM generate_series(1, 30000) AS i")
        .update();
    sql.sql("ANALYZE m2m_deliveries").update();
    new DeliveryMetrics(inbox, "jdbc").bindTo(registry);

    assertEquals(2, deliveries("pending"));
    assertEquals(1, deliveries("dead"));
    assertEquals(30_001, deliveries("done"), 300);
    long scans = scans();
    inbox.states();
    assertEquals(scans, scans());
  }

  /** How often the table was read from one end to the other. */
  private static long scans() {
    JdbcClient sql = JdbcClient.create(database);
    sql.sql("SELECT pg_stat_force_next_flush()").query().singleRow();
    return sql.sql("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'm2m_deliveries'")
        .query(Long.class)
        .single();
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
