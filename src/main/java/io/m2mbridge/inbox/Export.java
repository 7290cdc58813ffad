package io.m2mbridge.inbox;

import io.m2mbridge.jdbc.OwnTransactions;
import io.m2mbridge.jdbc.Sql;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads everything that is kept of deliveries, payloads included, and records who read it. */
public final class Export {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public Export(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new OwnTransactions(dataSource));
  }

  /**
   * Returns the deliveries, their effects, attempts, runs, calls, notices and actions as JSON.
   * Bytes are base64, hashes hex. The array {@code missing} of a delivery says what isn't kept, and
   * why.
   */
  public String json(List<Long> deliveries, OperatorAction action) {
    String json =
        transaction.execute(
            status -> {
              action.record(jdbc, "export", deliveries.size());
              return jdbc.sql(Sql.named("export"))
                  .param("ids", deliveries.toArray(Long[]::new))
                  .query(String.class)
                  .single();
            });
    if (json == null) {
      throw new IllegalStateException("the statement returned nothing");
    }
    return json;
  }
}
