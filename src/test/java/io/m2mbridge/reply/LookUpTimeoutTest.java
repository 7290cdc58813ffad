package io.m2mbridge.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.TestPostgres;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jdbc.JdbcEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class LookUpTimeoutTest {
  private static final String ROWS =
      "jdbc:dataSource?connectionStrategy=#class:io.m2mbridge.reply.UserDataRows";

  private final DataSource database =
      new DriverManagerDataSource(TestPostgres.newDatabase(), "postgres", "");
  private final CamelContext context = new DefaultCamelContext();

  @BeforeEach
  void start() {
    context.getRegistry().bind("dataSource", database);
    context.getCamelContextExtension().registerEndpointCallback(LookUpTimeout.forEndpoints());
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private Object options(String uri) {
    return context.getEndpoint(uri, JdbcEndpoint.class).getParameters();
  }

  @Test
  void limitsEachLookUpWithoutCamelsReflection() {
    String uri = ROWS + "&statement.queryTimeout=7&statement.fetchSize=3";

    assertEquals(Map.of("fetchSize", "3"), options(uri));
    for (int turn = 0; turn < 3; turn++) {
      List<?> rows =
          context
              .createFluentProducerTemplate()
              .to(uri)
              .withBody(
                  "SELECT setting::int AS limit FROM pg_settings WHERE name = 'statement_timeout'")
              .request(List.class);
      int limit = (Integer) ((Map<?, ?>) rows.get(0)).get("limit");
      assertTrue(limit > 0 && limit <= 7000, "limit " + limit);
    }
  }

  @Test
  void leavesWhatIsNoNumberToCamel() {
    assertEquals(
        Map.of("queryTimeout", "a-while"), options(ROWS + "&statement.queryTimeout=a-while"));
  }

  @Test
  void leavesOtherEndpointsAsTheyAre() {
    assertEquals(Map.of("queryTimeout", "7"), options("jdbc:dataSource?statement.queryTimeout=7"));
  }
}
