package io.m2mbridge.inbox;

import static io.m2mbridge.inbox.Deliveries.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.FaultyDataSource.Fault;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Alone, because each webhook has two seconds, which other JVMs' commits can use up. */
@Tag("alone")
@Tag("verify")
class JdbcDeliveryRepositoryTest {
  private static FaultyDataSource database;
  private static DefaultCamelContext context;
  private Inbox inbox;
  private JdbcDeliveryRepository repository;

  @BeforeAll
  static void migrate() {
    database = new FaultyDataSource(Deliveries.database());
    context = new DefaultCamelContext();
  }

  @BeforeEach
  void start() {
    inbox = new Inbox(database);
    repository = new JdbcDeliveryRepository(inbox);
    repository.setCamelContext(context);
    repository.start();
    awaitHealthy();
  }

  @AfterEach
  void stop() {
    database.has(Fault.NONE);
    repository.stop();
  }

  @Test
  void storesTheDeliveryWithItsKeyAndTellsTheOutcome() {
    Exchange first = exchange("a", "link.created");
    assertTrue(Deliveries.add(repository, first));
    assertEquals("accepted", first.getVariable("outcome"));
    assertEquals("link.created:a", first.getVariable("eventKey"));
    assertNotNull(row(database, "link.created:a").get("body"));

    Exchange copy = exchange("a", "link.created");
    assertFalse(Deliveries.add(repository, copy));
    assertEquals("duplicate", copy.getVariable("outcome"));
  }

  @Test
  void tellsTheKeyOfWhatItQuarantined() {
    Exchange exchange = exchange("", "link.created");
    assertTrue(Deliveries.add(repository, exchange));
    assertEquals("quarantined", exchange.getVariable("outcome"));
    String key = exchange.getVariable("eventKey", String.class);
    assertTrue(key.startsWith("quarantine:bad-id:"));
    assertFalse(Deliveries.add(repository, exchange("", "link.created")));
  }

  @Test
  void unstoresNothing() {
    Exchange exchange = exchange("kept", "link.created");
    Deliveries.add(repository, exchange);
    repository.remove(exchange, "link.created:kept");
    repository.confirm(exchange, "link.created:kept");

    assertEquals("pending", row(database, "link.created:kept").get("state"));
    assertThrows(UnsupportedOperationException.class, () -> repository.clear());
    assertThrows(UnsupportedOperationException.class, () -> repository.contains("x"));
    assertThrows(UnsupportedOperationException.class, () -> repository.add("x"));
  }

  @Test
  void refusesAtOnceAfterAFailureAndTriesAgainSoon() {
    database.has(Fault.REFUSED);
    assertThrows(StoreUnavailableException.class, () -> add("f1"));
    int asked = database.connections();
    long start = System.nanoTime();
    assertThrows(StoreUnavailableException.class, () -> add("f2"));
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 400);
    assertEquals(asked, database.connections());
    database.has(Fault.NONE);

    Awaitility.await().ignoreException(StoreUnavailableException.class).until(() -> add("f1"));
    assertEquals("pending", row(database, "link.created:f1").get("state"));
  }

  @Test
  void refusesAtOnceOnceTheServerIsReadOnly() {
    JdbcClient sql = JdbcClient.create(database);
    String name = sql.sql("SELECT current_database()").query(String.class).single();
    sql.sql("ALTER DATABASE " + name + " SET default_transaction_read_only = on").update();
    try {
      assertThrows(StoreUnavailableException.class, () -> add("r1"));
      int asked = database.connections();
      assertThrows(StoreUnavailableException.class, () -> add("r2"));
      assertEquals(asked, database.connections());
    } finally {
      sql.sql(
              "BEGIN READ WRITE; ALTER DATABASE "
                  + name
                  + " RESET default_transaction_read_only; COMMIT")
          .update();
    }

    Awaitility.await().ignoreException(StoreUnavailableException.class).until(() -> add("r1"));
  }

  @Test
  void isHealthyAgainByItselfAndLeavesNoRowOfItsProbes() {
    database.has(Fault.REFUSED);
    assertThrows(StoreUnavailableException.class, () -> add("p"));
    assertEquals("CannotGetJdbcConnectionException 08001", inbox.breaker().trouble());
    database.has(Fault.NONE);

    awaitHealthy();
    assertEquals(
        0,
        JdbcClient.create(database)
            .sql("SELECT count(*) FROM m2m_deliveries WHERE event_key LIKE 'probe:%'")
            .query(Integer.class)
            .single());
    assertTrue(add("p"));
  }

  @Test
  void refusesInGoodTimeWhileTheDatabaseHangs() {
    database.has(Fault.HANGING);
    long start = System.nanoTime();
    List<CompletableFuture<Boolean>> adds =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> add("h" + i), task -> new Thread(task).start()))
            .toList();
    adds.forEach(add -> assertThrows(Exception.class, add::join));

    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 5000);
  }

  @Test
  void survivesAnError() {
    database.has(Fault.ERROR);
    assertThrows(StoreUnavailableException.class, () -> add("e"));
    database.has(Fault.NONE);

    // An attempt that took too long may have stored its row all the same.
    AtomicInteger attempt = new AtomicInteger();
    Awaitility.await()
        .ignoreException(StoreUnavailableException.class)
        .until(() -> add("e" + attempt.incrementAndGet()));
  }

  @Test
  void refusesOnlyTheRowThatTheDatabaseDoesNotTake() {
    Exchange bad = exchange("bad", "link.created");
    Delivery good = bad.getVariable("delivery", Delivery.class);
    bad.setVariable(
        "delivery",
        new Delivery(
            good.envelope(),
            "/webhooks/m2m/\0",
            "",
            good.signedAt(),
            good.body(),
            null,
            good.evidence(),
            null));
    List<CompletableFuture<Boolean>> neighbours =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> add("n" + i), task -> new Thread(task).start()))
            .toList();

    assertThrows(StoreUnavailableException.class, () -> Deliveries.add(repository, bad));
    neighbours.forEach(add -> assertTrue(add.join()));
    assertTrue(add("next"));
    assertNull(inbox.breaker().trouble());
  }

  @Test
  void storesWhatIsNewWhileACopysRowIsLocked() throws Exception {
    assertTrue(add("locked"));
    try (Connection other = database.getConnection()) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute(
              "SELECT 1 FROM m2m_deliveries WHERE event_key = 'link.created:locked' FOR UPDATE");
      assertThrows(StoreUnavailableException.class, () -> add("locked"));
      assertTrue(add("new"));
      assertNull(inbox.breaker().trouble());
      other.rollback();
    }

    assertFalse(add("locked"));
  }

  @Test
  void namesNoValueInAFailure() {
    database.has(Fault.REFUSED);
    var failure = assertThrows(StoreUnavailableException.class, () -> add("n"));

    assertEquals("CannotGetJdbcConnectionException 08001", failure.getMessage());
  }

  @Test
  void startsAgainAfterItWasStopped() {
    repository.stop();
    assertThrows(StoreUnavailableException.class, () -> add("s"));
    repository.start();

    Awaitility.await().ignoreException(StoreUnavailableException.class).until(() -> add("s"));
  }

  private void awaitHealthy() {
    Awaitility.await("to be healthy").until(() -> inbox.breaker().trouble() == null);
  }

  private boolean add(String linkId) {
    return Deliveries.add(repository, exchange(linkId, "link.created"));
  }

  private static Exchange exchange(String linkId, String event) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("delivery", Deliveries.of(Deliveries.body(event, linkId)));
    return exchange;
  }
}
