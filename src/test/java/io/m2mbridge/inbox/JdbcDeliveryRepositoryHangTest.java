package io.m2mbridge.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.event.EnvelopeReader;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The repository while each connection hangs for longer than anyone waits. */
class JdbcDeliveryRepositoryHangTest {
  private static final int AT_ONCE = 60;

  private final CountDownLatch hanging = new CountDownLatch(1);
  private final AtomicInteger tried = new AtomicInteger();

  @Test
  void refusesInTimeAndForgetsWhatItRefused() throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      JdbcDeliveryRepository repository =
          new JdbcDeliveryRepository(new Inbox(hangingDataSource()));
      repository.setCamelContext(context);
      context.addService(repository);
      context.start();
      List<Future<Duration>> refusals = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        refusals.add(senders.submit(() -> refusal(repository, context)));
      }
      for (Future<Duration> refusal : refusals) {
        Duration after = refusal.get();
        assertTrue(after.compareTo(Duration.ofSeconds(3)) < 0, after::toString);
      }
      int begun = tried.get();
      hanging.countDown();
      Awaitility.await("a write to be tried again")
          .until(
              () -> {
                assertThrows(StoreUnavailableException.class, () -> add(repository, context));
                return tried.get() > begun;
              });
      assertTrue(tried.get() <= begun + 2, () -> tried + " tried, " + begun + " before");
    } finally {
      hanging.countDown();
      senders.shutdownNow();
    }
  }

  private static Duration refusal(JdbcDeliveryRepository repository, DefaultCamelContext context) {
    long start = System.nanoTime();
    assertThrows(StoreUnavailableException.class, () -> add(repository, context));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static boolean add(JdbcDeliveryRepository repository, DefaultCamelContext context) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable("delivery", delivery());
    return Deliveries.add(repository, exchange);
  }

  private static Delivery delivery() {
    byte[] body = "{\"event\":\"x\",\"data\":{}}".getBytes(UTF_8);
    return new Delivery(
        new EnvelopeReader().read(body),
        "/webhooks/m2m",
        "",
        Instant.EPOCH,
        body,
        null,
        Deliveries.EVIDENCE,
        null);
  }

  private DataSource hangingDataSource() {
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection")) {
                tried.incrementAndGet();
                hanging.await();
                throw new SQLException("still gone", "08001");
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
