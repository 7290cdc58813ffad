package io.m2mbridge.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An inbox on an empty table. */
abstract class InboxOfTests {
  static final Map<String, Integer> LINKS = Map.of("link.created", 100);
  static DataSource database;
  static Inbox inbox;

  @BeforeAll
  static void migrate() {
    database = Deliveries.database();
    inbox = new Inbox(database);
  }

  @BeforeEach
  void empty() {
    JdbcClient.create(database).sql("TRUNCATE m2m_deliveries").update();
  }

  static ClaimedDelivery claimOne() {
    List<ClaimedDelivery> claimed = inbox.leases().claim(LINKS, 1);
    assertEquals(1, claimed.size());
    return claimed.get(0);
  }

  interface Task<T> {
    T run(int number) throws Exception;
  }

  static <T> List<T> inParallel(int threads, Task<T> task) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> running =
          IntStream.range(0, threads).mapToObj(i -> pool.submit(() -> task.run(i))).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
