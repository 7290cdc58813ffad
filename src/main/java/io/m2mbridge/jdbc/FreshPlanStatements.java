package io.m2mbridge.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGStatement;

/**
 * Makes PostgreSQL plan each statement again. The server keeps the plan of a prepared statement
 * until the table is analyzed. A statement on several rows that was first planned for a small table
 * would go on reading the whole table, however large it has become.
 */
public final class FreshPlanStatements extends OwnStatements {
  public FreshPlanStatements(DataSource dataSource) {
    super(dataSource);
  }

  @Override
  protected void applyStatementSettings(Statement statement) throws SQLException {
    super.applyStatementSettings(statement);
    if (statement.isWrapperFor(PGStatement.class)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
  }
}
