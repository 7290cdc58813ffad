package io.m2mbridge.dispatch;

import static org.awaitility.Awaitility.await;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.Inbox;
import io.m2mbridge.testkit.Bridge;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class SharedEffectsTest {
  /** A pause of the machine may keep events apart, so it is tried again with further ones. */
  @Test
  void writesEffectsOfTheSameMomentInOneTransaction(Bridge bridge) {
    Inbox inbox = new Inbox(new DriverManagerDataSource(bridge.databaseUrl(), "postgres", ""));
    AtomicInteger round = new AtomicInteger();

    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              String name = "shared" + round.incrementAndGet() + "-";
              Deliveries.storeLinks(inbox, name, 40);
              bridge.awaitIdle();
              return bridge
                  .sql()
                  .sql(
                      "SELECT count(*) = 40 AND count(DISTINCT xmin::text) < 40 FROM m2m_links"
                          + " WHERE link_id LIKE ?")
                  .param(name + "%")
                  .query(Boolean.class)
                  .single();
            });
  }
}
