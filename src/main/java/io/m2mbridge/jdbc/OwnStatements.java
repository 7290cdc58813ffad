package io.m2mbridge.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs each statement with the session settings of {@link OwnTransactions}, in one round trip. The
 * settings are two statements that are sent before it in the same message, and the server runs one
 * message as one transaction. If the thread has a transaction already, the statement becomes a part
 * of it, and is sent alone.
 */
public class OwnStatements extends JdbcTemplate {
  /**
   * The isolation level ends with the transaction, although {@code SET} is used: each transaction
   * begins with the default. With {@code array_nulls} off, a null in an array parameter would be
   * stored as the text NULL.
   */
  private static final String PREFIX =
      "SET transaction_isolation = 'read committed'; SELECT "
          + OwnTransactions.LIMITS
          + ", set_config('array_nulls', 'on', true);";

  private static final int RESULTS_BEFORE = 2;

  public OwnStatements(DataSource dataSource) {
    super(dataSource);
  }

  @Override
  public <T> @Nullable T query(
      PreparedStatementCreator creator,
      @Nullable PreparedStatementSetter setter,
      ResultSetExtractor<T> extractor) {
    if (isInTransaction()) {
      return super.query(creator, setter, extractor);
    }
    return execute(
        prefixed(creator),
        statement -> {
          executeAll(statement, setter);
          try (ResultSet rows = statement.getResultSet()) {
            return extractor.extractData(rows);
          }
        });
  }

  @Override
  protected int update(PreparedStatementCreator creator, @Nullable PreparedStatementSetter setter) {
    if (isInTransaction()) {
      return super.update(creator, setter);
    }
    Integer rows =
        execute(
            prefixed(creator),
            statement -> {
              executeAll(statement, setter);
              return statement.getUpdateCount();
            });
    return Objects.requireNonNull(rows);
  }

  private boolean isInTransaction() {
    return TransactionSynchronizationManager.hasResource(
        Objects.requireNonNull(getDataSource(), "the constructor sets it"));
  }

  private static void executeAll(
      PreparedStatement statement, @Nullable PreparedStatementSetter setter) throws SQLException {
    if (setter != null) {
      setter.setValues(statement);
    }
    statement.execute();
    for (int passed = 0; passed < RESULTS_BEFORE; passed++) {
      statement.getMoreResults();
    }
  }

  private static PreparedStatementCreator prefixed(PreparedStatementCreator creator) {
    return connection -> creator.createPreparedStatement(prefixing(connection));
  }

  private static Connection prefixing(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Object[] passed = arguments;
              if (method.getName().equals("prepareStatement")) {
                passed = arguments.clone();
                passed[0] = PREFIX + arguments[0];
              }
              try {
                return method.invoke(connection, passed);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
