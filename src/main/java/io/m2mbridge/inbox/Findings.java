package io.m2mbridge.inbox;

import io.m2mbridge.jdbc.OwnTransactions;
import io.m2mbridge.jdbc.Sql;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code m2m_findings}, which the routes {@code reconcile*} write. */
public final class Findings {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public Findings(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new OwnTransactions(dataSource));
  }

  /**
   * Marks an open finding as explained, by the person and with the reason of an action.
   *
   * @return false where there is no open finding with this number
   */
  public boolean explain(long id, OperatorAction action) {
    Boolean explained =
        transaction.execute(
            status -> {
              int changed =
                  jdbc.sql(Sql.named("finding-explain"))
                      .param("id", id)
                      .param("owner", action.actor())
                      .param("reason", action.reason())
                      .update();
              if (changed == 1) {
                action.record(jdbc, "explain", 1);
              }
              return changed == 1;
            });
    return Boolean.TRUE.equals(explained);
  }
}
