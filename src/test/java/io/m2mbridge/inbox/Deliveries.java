package io.m2mbridge.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedFuture;

import io.m2mbridge.event.EnvelopeReader;
import io.m2mbridge.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What the tests of this package share. */
public final class Deliveries {
  static final Evidence EVIDENCE = new Evidence("1769437800", "{}", "c0ffee");

  public static final Instant SIGNED_AT = Instant.parse("2026-01-26T14:30:01Z");

  private Deliveries() {}

  /** A new database with the bridge's tables. */
  public static DataSource database() {
    String url = TestPostgres.newDatabase();
    Flyway.configure()
        .locations("classpath:db/m2m-bridge")
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .dataSource(url, "postgres", "")
        .load()
        .migrate();
    return new DriverManagerDataSource(url, "postgres", "");
  }

  /** A replay by an operator, of one event. */
  public static Replay replay(DataSource database) {
    return new Replay(database, new OperatorAction("operator", "test", Map.of()), 1);
  }

  /** An attempt that failed after 12 milliseconds. */
  public static FailedAttempt failed(String failure) {
    return new FailedAttempt(failure, null, Duration.ofMillis(12));
  }

  public static Delivery of(String body) {
    return of(body, null);
  }

  public static Delivery of(String body, String untimely) {
    byte[] bytes = body.getBytes(UTF_8);
    return new Delivery(
        new EnvelopeReader().read(bytes),
        "/webhooks/m2m",
        "sha256=" + "0".repeat(64),
        SIGNED_AT,
        bytes,
        untimely,
        EVIDENCE,
        null);
  }

  public static Delivery linkCreated(String linkId) {
    return of(body("link.created", linkId));
  }

  public static String body(String event, String linkId) {
    return "{\"event\":\""
        + event
        + "\",\"data\":{\"linkId\":\""
        + linkId
        + "\",\"referenceId\":\"user_1\",\"operationId\":\""
        + linkId
        + "\"}}";
  }

  /** Stores a delivery in a commit of its own. */
  public static Receipt store(Inbox inbox, Delivery delivery) {
    return new Intake() {
      @Override
      public CompletableFuture<Boolean> insert(NewDelivery row) {
        return completedFuture(inbox.insert(List.of(row)).get(0));
      }

      @Override
      public CompletableFuture<Boolean> count(Copy copy) {
        return completedFuture(inbox.countDuplicates(List.of(copy)).get(0));
      }
    }.store(delivery).join();
  }

  /** Stores so many new ones, {@code link.created:<name>0} and up, in one statement. */
  public static void storeLinks(Inbox inbox, String name, int number) {
    inbox.insert(
        IntStream.range(0, number)
            .mapToObj(i -> linkCreated(name + i))
            .map(delivery -> new NewDelivery(delivery, delivery.envelope().key(), null))
            .toList());
  }

  /** Stores the exchange's delivery and then adds its key, as the routes do. */
  public static boolean add(DeliveryRepository repository, Exchange exchange) {
    try {
      Delivery delivery = exchange.getVariable("delivery", Delivery.class);
      StoreDelivery.note(exchange, repository.store(exchange, delivery).join(), null);
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
    return repository.add(exchange, "any");
  }

  public static Map<String, Object> row(DataSource database, String eventKey) {
    return JdbcClient.create(database)
        .sql("SELECT * FROM m2m_deliveries WHERE event_key = ?")
        .param(eventKey)
        .query()
        .singleRow();
  }

  /** Ends the lease of a delivery, as if its worker had not renewed it for too long. */
  public static void endLease(DataSource database, String eventKey) {
    JdbcClient.create(database)
        .sql("UPDATE m2m_deliveries SET next_attempt_at = clock_timestamp() WHERE event_key = ?")
        .param(eventKey)
        .update();
  }

  /** A delivery as if it had been claimed; the greater its id, the later it was received. */
  public static ClaimedDelivery claimed(long id, String lane) {
    return claimed(id, lane, 0);
  }

  public static ClaimedDelivery claimed(long id, String lane, int lost) {
    return new ClaimedDelivery(
        id,
        UUID.randomUUID(),
        lane + ":" + id,
        lane,
        1 + lost,
        lost,
        1,
        SIGNED_AT.plusMillis(id),
        null,
        new byte[0],
        Set.of(),
        null);
  }
}
