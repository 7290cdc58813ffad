package io.m2mbridge.inbox;

import io.m2mbridge.jdbc.OwnStatements;
import io.m2mbridge.jdbc.OwnTransactions;
import io.m2mbridge.jdbc.Sql;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The statement that stores new deliveries. */
final class DeliveryInserts {
  private static final String STORE = Sql.named("delivery-store");
  private static final String STORE_WITH_NOTICES =
      Sql.named("delivery-store-with-notices").formatted(STORE);

  private final JdbcClient jdbc;
  private final TransactionTemplate probes;

  DeliveryInserts(DataSource dataSource) {
    jdbc = JdbcClient.create(new OwnStatements(dataSource));
    probes = new TransactionTemplate(new OwnTransactions(dataSource));
  }

  /**
   * Inserts the rows whose key isn't known yet, and commits.
   *
   * @param rows each with another key
   * @param withNotices whether a notice is written for each row that is quarantined
   * @return the keys of the rows that were inserted
   */
  Set<String> insert(List<NewDelivery> rows, boolean withNotices) {
    boolean hasNotices = withNotices && rows.stream().anyMatch(row -> row.reason() != null);
    return jdbc.sql(hasNotices ? STORE_WITH_NOTICES : STORE)
        .param("keys", texts(rows, NewDelivery::key))
        .param("events", texts(rows, row -> row.envelope().event()))
        .param("referenceIds", texts(rows, row -> row.envelope().referenceId()))
        .param("linkIds", texts(rows, row -> row.envelope().linkId()))
        .param("operationIds", texts(rows, row -> row.envelope().operationId()))
        .param("paths", texts(rows, row -> row.delivery().path()))
        .param("signatures", texts(rows, row -> row.delivery().signature()))
        .param(
            "signedAtMillis",
            rows.stream().map(row -> row.delivery().signedAt().toEpochMilli()).toArray(Long[]::new))
        .param("timestamps", texts(rows, row -> row.delivery().evidence().timestamp()))
        .param("headers", texts(rows, row -> row.delivery().evidence().headers()))
        .param("secrets", texts(rows, row -> row.delivery().evidence().secret()))
        .param("bodies", rows.stream().map(row -> row.delivery().body()).toArray(byte[][]::new))
        .param("contentHashes", texts(rows, row -> row.envelope().contentHash()))
        .param("reasons", texts(rows, NewDelivery::reason))
        .param("traceparents", texts(rows, row -> row.delivery().traceparent()))
        .query((row, number) -> row.getString("event_key"))
        .set();
  }

  /**
   * Inserts a row, rolls back to a savepoint, and commits, so that no other transaction sees the
   * row. This tests everything that a webhook's insert needs: the statement, rights, locks, space,
   * and a commit that waits for the disk and the standby, because its transaction has written.
   */
  void probe(NewDelivery row) {
    probes.executeWithoutResult(
        transaction -> {
          Object before = transaction.createSavepoint();
          insert(List.of(row), false);
          transaction.rollbackToSavepoint(before);
        });
  }

  private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}
