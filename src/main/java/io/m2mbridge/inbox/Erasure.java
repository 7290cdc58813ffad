package io.m2mbridge.inbox;

import io.m2mbridge.jdbc.OwnTransactions;
import io.m2mbridge.jdbc.Sql;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Erases the personal data of one person from all tables, in one transaction. The keys, amounts and
 * times that bookkeeping needs stay. The person's deliveries are locked meanwhile, so that no
 * worker runs one of them and no replay puts one back.
 */
public final class Erasure {
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final @Nullable String reason;

  /**
   * @param reason why the operator erases; null if nothing was said
   */
  public Erasure(DataSource dataSource, @Nullable String reason) {
    this.reason = reason;
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new OwnTransactions(dataSource));
  }

  /**
   * What was found of a person.
   *
   * @param rows whether any table has a row of this person
   * @param underWay the number of events that are pending or processing; while there is one,
   *     nothing is erased
   * @param stuck the number of events that are dead or quarantined, and have a payload; after the
   *     erasure these can't be replayed any more
   * @param erased for each table, the number of rows that were erased, or would be; empty while
   *     events are under way
   */
  public record Result(boolean rows, long underWay, long stuck, Map<String, Integer> erased) {}

  private record Row(long id, String state, boolean hasBody) {}

  /** Returns what {@link #erase} would do now, and changes nothing. */
  public Result preview(String referenceId) {
    return inTransaction(referenceId, false);
  }

  /** Erases the person's data, unless one of their events is pending or processing. */
  public Result erase(String referenceId) {
    return inTransaction(referenceId, true);
  }

  private Result inTransaction(String referenceId, boolean commits) {
    Result result =
        transaction.execute(
            status -> {
              Result found = eraseNow(referenceId);
              if (!commits) {
                status.setRollbackOnly();
              }
              return found;
            });
    if (result == null) {
      throw new IllegalStateException("the transaction returned no result");
    }
    return result;
  }

  private Result eraseNow(String referenceId) {
    String[] links = texts("person-links", Map.of("referenceId", referenceId));
    String[] operations =
        texts("person-operations", Map.of("referenceId", referenceId, "links", links));
    List<Row> deliveries = deliveries(referenceId, links, operations);
    long underWay = deliveries.stream().filter(Erasure::isUnderWay).count();
    long stuck = deliveries.stream().filter(Erasure::isStuck).count();
    if (underWay > 0) {
      // Locks no further rows: a worker locks the rows of its effects before its delivery's row.
      return new Result(true, underWay, stuck, Map.of());
    }
    Long[] ids = deliveries.stream().map(Row::id).toArray(Long[]::new);
    Map<String, Integer> erased = new LinkedHashMap<>();
    erased.put("m2m_deliveries", update("erase-deliveries", Map.of("ids", ids)));
    erased.put("m2m_users", update("erase-user", Map.of("referenceId", referenceId)));
    erased.put(
        "m2m_links", update("erase-links", Map.of("referenceId", referenceId, "links", links)));
    erased.put("m2m_operations", update("erase-operations", Map.of("operations", operations)));
    erased.put(
        "m2m_api_operations",
        update(
            "erase-api-operations", Map.of("referenceId", referenceId, "operations", operations)));
    erased.put(
        "m2m_data_requests", update("erase-data-requests", Map.of("referenceId", referenceId)));
    int rows = erased.values().stream().mapToInt(Integer::intValue).sum();
    if (rows > 0) {
      OperatorAction.ofCommand(reason, Map.of("referenceId", referenceId))
          .record(jdbc, "erase", rows);
    }
    boolean hasRows = links.length + operations.length + ids.length > 0 || rows > 0;
    return new Result(hasRows, 0, stuck, erased);
  }

  private static boolean isUnderWay(Row row) {
    return row.state().equals("pending") || row.state().equals("processing");
  }

  private static boolean isStuck(Row row) {
    return row.hasBody() && (row.state().equals("dead") || row.state().equals("quarantined"));
  }

  private List<Row> deliveries(String referenceId, String[] links, String[] operations) {
    return jdbc.sql(Sql.named("person-deliveries"))
        .param("referenceId", referenceId)
        .param("links", links)
        .param("operations", operations)
        .query(
            (row, number) ->
                new Row(row.getLong("id"), row.getString("state"), row.getBoolean("has_body")))
        .list();
  }

  private String[] texts(String statement, Map<String, ?> params) {
    return jdbc.sql(Sql.named(statement))
        .params(params)
        .query(String.class)
        .list()
        .toArray(String[]::new);
  }

  private int update(String statement, Map<String, ?> params) {
    return jdbc.sql(Sql.named(statement)).params(params).update();
  }
}
