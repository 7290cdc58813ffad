package io.m2mbridge.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeExchangeException;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.component.sql.SqlPrepareStatementStrategy;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ParsedStatementsTest {
  private static final SqlPrepareStatementStrategy CAMELS =
      new DefaultSqlPrepareStatementStrategy();

  private final DefaultCamelContext context = new DefaultCamelContext();
  private SqlPrepareStatementStrategy parsed;
  private Exchange exchange;

  @BeforeEach
  void begin() {
    context.getRegistry().bind("dataSource", new DriverManagerDataSource());
    context.getCamelContextExtension().registerEndpointCallback(ParsedStatements.forEndpoints());
    parsed = endpoint("").getPrepareStatementStrategy();
    exchange = new DefaultExchange(context);
    exchange.getMessage().setBody("{\"event\":\"link.opened\"}");
    exchange.getMessage().setHeader("state", "new");
    exchange.setVariable("run", 2);
    exchange.setVariable("data", Map.of("operationId", "op_1"));
    exchange.setVariable("ids", List.of(1, 2, 3));
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private SqlEndpoint endpoint(String options) {
    return context.getEndpoint("sql:SELECT 1?dataSource=#dataSource" + options, SqlEndpoint.class);
  }

  private List<Object> values(SqlPrepareStatementStrategy strategy, String text)
      throws SQLException {
    String prepared = strategy.prepareQuery(text, true, exchange);
    List<Object> values = new ArrayList<>();
    values.add(prepared);
    strategy
        .createPopulateIterator(
            text,
            prepared,
            (int) prepared.chars().filter(c -> c == '?').count(),
            exchange,
            exchange.getIn().getBody())
        .forEachRemaining(
            value ->
                values.add(value instanceof Iterable<?> || value == null ? "" + value : value));
    return values;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO m2m_links SELECT CAST(:?${body} AS jsonb)->'data'",
        "VALUES (:?${variable.run}, :?${variable.data[operationId]}, :?${variable.run})",
        "VALUES (:?${variable.none}, :?${header.state})",
        "VALUES (:?state, :?${variable.run})",
        "VALUES (:?$simple{variable.run})",
        "VALUES (:?${variable.data[${header.none}]})",
        "SELECT 'a:?${body}', 2::int"
      })
  void readsTheSameParametersAsCamel(String text) throws SQLException {
    List<Object> expected = values(CAMELS, text);

    assertEquals(expected, values(parsed, text));
    exchange.getMessage().setBody("another");
    exchange.setVariable("run", 3);
    assertEquals(values(CAMELS, text), values(parsed, text));
  }

  @Test
  void readsEachTextOfAStepWhoseTextChanges() throws SQLException {
    assertEquals(Arrays.asList("SELECT ?", 2), values(parsed, "SELECT :?${variable.run}"));
    assertEquals(
        Arrays.asList("SELECT 1, ?", "new"), values(parsed, "SELECT 1, :?${header.state}"));
    assertEquals(Arrays.asList("SELECT ?", 2), values(parsed, "SELECT :?${variable.run}"));
  }

  @Test
  void readsThePartOfABatch() throws SQLException {
    String text = "SELECT :?${body}";
    String prepared = parsed.prepareQuery(text, true, exchange);

    assertEquals("part", parsed.createPopulateIterator(text, prepared, 1, exchange, "part").next());
  }

  @Test
  void leavesAStatementWithoutNamedParametersAsItIs() throws SQLException {
    String text = "SELECT ':?${body}'";

    assertEquals(text, parsed.prepareQuery(text, false, exchange));
  }

  @Test
  void preparesAConsumersStatementWithoutAnExchange() throws SQLException {
    assertEquals("SELECT ?", parsed.prepareQuery("SELECT :?${variable.run}", true, null));
  }

  @Test
  void failsAsCamelWhereAParameterIsMissing() {
    assertThrows(RuntimeExchangeException.class, () -> values(CAMELS, "SELECT :?none"));
    assertThrows(RuntimeExchangeException.class, () -> values(parsed, "SELECT :?none"));
  }

  @Test
  void leavesAnEndpointItsOwnStrategy() {
    context.getRegistry().bind("own", CAMELS);

    assertSame(CAMELS, endpoint("&prepareStatementStrategy=#own").getPrepareStatementStrategy());
  }
}
