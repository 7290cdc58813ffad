package io.m2mbridge.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.spi.EndpointStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Parses the statement of an {@code sql} step once. For each exchange, camel-sql would search the
 * text for parameters several times, and copy the exchange for each parameter.
 *
 * <p>It applies to statements whose parameters are all expressions of the simple language, such as
 * {@code :#${variable.run}}. Any other statement, and a batch, is left to camel-sql.
 */
public final class ParsedStatements extends DefaultSqlPrepareStatementStrategy {
  /** A parameter of any kind; camel-sql has made {@code ?} of the {@code #}. */
  private static final Pattern PARAMETER = Pattern.compile(":\\?(\\$\\{[^{}]+})?");

  /** The last statement, since a step usually has one alone. */
  private volatile @Nullable Parsed last;

  /**
   * @param text the statement as camel-sql gives it
   * @param prepared the same for JDBC
   */
  private record Parsed(String text, String prepared, List<Expression> parameters) {}

  private ParsedStatements(char separator) {
    super(separator);
  }

  /** Applies this to each endpoint of a context that has no strategy of its own. */
  public static EndpointStrategy forEndpoints() {
    return (uri, endpoint) -> parsing(endpoint);
  }

  private static Endpoint parsing(Endpoint endpoint) {
    if (endpoint instanceof SqlEndpoint sql && sql.getPrepareStatementStrategy() == null) {
      sql.setPrepareStatementStrategy(new ParsedStatements(sql.getSeparator()));
    }
    return endpoint;
  }

  @Override
  public String prepareQuery(
      String query, boolean allowNamedParameters, @Nullable Exchange exchange) throws SQLException {
    // A consumer has no exchange yet.
    Parsed parsed = allowNamedParameters && exchange != null ? parsed(query, exchange) : null;
    return parsed == null
        ? super.prepareQuery(query, allowNamedParameters, exchange)
        : parsed.prepared();
  }

  @Override
  public Iterator<?> createPopulateIterator(
      String query, String preparedQuery, int expectedParams, Exchange exchange, Object value)
      throws SQLException {
    Parsed parsed = last;
    // In a batch, the value is a part of the body.
    if (parsed == null
        || !parsed.text().equals(query)
        || !parsed.prepared().equals(preparedQuery)
        || value != exchange.getIn().getBody()) {
      return super.createPopulateIterator(query, preparedQuery, expectedParams, exchange, value);
    }
    return parsed.parameters().stream()
        .map(parameter -> parameter.evaluate(exchange, Object.class))
        .iterator();
  }

  private @Nullable Parsed parsed(String query, Exchange exchange) throws SQLException {
    Parsed known = last;
    if (known != null && known.text().equals(query)) {
      return known;
    }
    List<Expression> parameters = new ArrayList<>();
    Matcher parameter = PARAMETER.matcher(query);
    while (parameter.find()) {
      if (parameter.group(1) == null) {
        return null;
      }
      Expression expression =
          exchange.getContext().resolveLanguage("simple").createExpression(parameter.group(1));
      expression.init(exchange.getContext());
      parameters.add(expression);
    }
    if (parameters.isEmpty()) {
      return null;
    }
    Parsed parsed = new Parsed(query, super.prepareQuery(query, true, exchange), parameters);
    last = parsed;
    return parsed;
  }
}
