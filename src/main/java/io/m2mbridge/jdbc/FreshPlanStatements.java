package io.m2mbridge.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGStatement;

/**
 * Has each statement planned anew. PostgreSQL keeps the plan of a prepared one until the table is
 * next analyzed: a statement on several rows that was first planned while the table was small would
 * go on reading all of it, however large it has become.
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
