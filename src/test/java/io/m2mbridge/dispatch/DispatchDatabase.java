package io.m2mbridge.dispatch;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.inbox.FaultyDataSource;
import io.m2mbridge.inbox.Inbox;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An inbox without deliveries, and a context, for a test class. */
abstract class DispatchDatabase {
  static DefaultCamelContext context;
  static FaultyDataSource database;
  static Inbox inbox;

  @BeforeAll
  static void start() {
    database = new FaultyDataSource(Deliveries.database());
    inbox = new Inbox(database);
    context = new DefaultCamelContext();
    context.start();
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  @BeforeEach
  void removeDeliveries() {
    JdbcClient.create(database).sql("TRUNCATE m2m_deliveries").update();
  }
}
