package io.m2mbridge.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.m2mbridge.jdbc.OwnTransactions;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The body of a delivery, which has personal data. Who reads it is recorded. */
public final class Unmask {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public Unmask(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new OwnTransactions(dataSource));
  }

  /**
   * Reads a delivery's body, and records the action in the same transaction.
   *
   * @return empty where there is no such delivery, or its body was erased
   */
  public Optional<String> read(long id, OperatorAction action) {
    Optional<String> body =
        transaction.execute(
            status ->
                jdbc.sql("SELECT body FROM m2m_deliveries WHERE id = :id AND body IS NOT NULL")
                    .param("id", id)
                    .query((row, number) -> new String(row.getBytes(1), UTF_8))
                    .optional()
                    .map(
                        found -> {
                          action.record(jdbc, "unmask", 1);
                          return found;
                        }));
    return body == null ? Optional.empty() : body;
  }
}
