package io.m2mbridge.simulator;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the bridge's tables say of the simulator's users. */
final class BridgeTables {
  record LinkRow(
      @Nullable String url,
      @Nullable String status,
      @Nullable Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant openedAt) {}

  record OperationRow(
      @Nullable String status,
      @Nullable BigDecimal send,
      @Nullable String sendCurrency,
      @Nullable BigDecimal receive,
      @Nullable String receiveCurrency,
      @Nullable BigDecimal rate,
      @Nullable BigDecimal fee) {}

  record HoldRow(@Nullable BigDecimal amount, boolean isReleased) {}

  record DeliveryRow(String event, String state, @Nullable String reason) {}

  private final JdbcClient jdbc;

  BridgeTables(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
  }

  /** Events of these users that the bridge hasn't done with. */
  int unfinished(Collection<String> referenceIds) {
    return jdbc.sql(
            "SELECT count(*) FROM m2m_deliveries"
                + " WHERE reference_id = ANY (?) AND state IN ('pending', 'processing')")
        .param(array(referenceIds))
        .query(Integer.class)
        .single();
  }

  /** Those of these keys, and those of these users, by event key. */
  Map<String, DeliveryRow> deliveries(
      Collection<String> eventKeys, Collection<String> referenceIds) {
    return rows(
        "SELECT event_key, event, state, reason FROM m2m_deliveries"
            + " WHERE event_key = ANY (?) OR reference_id = ANY (?)",
        row -> new DeliveryRow(row.getString(2), row.getString(3), row.getString(4)),
        eventKeys,
        referenceIds);
  }

  /** Those of these ids, and those of these users, by link id. */
  Map<String, LinkRow> links(Collection<String> linkIds, Collection<String> referenceIds) {
    return rows(
        "SELECT link_id, url, status, created_at, expires_at, opened_at FROM m2m_links"
            + " WHERE link_id = ANY (?) OR reference_id = ANY (?)",
        row ->
            new LinkRow(
                row.getString(2),
                row.getString(3),
                instant(row, 4),
                instant(row, 5),
                instant(row, 6)),
        linkIds,
        referenceIds);
  }

  /** Those of these ids, and those of these users, by operation id. */
  Map<String, OperationRow> operations(
      Collection<String> operationIds, Collection<String> referenceIds) {
    return rows(
        "SELECT operation_id, status, send_amount, send_currency, receive_amount, receive_currency,"
            + " rate, fee FROM m2m_operations WHERE operation_id = ANY (?) OR reference_id = ANY (?)",
        row ->
            new OperationRow(
                row.getString(2),
                row.getBigDecimal(3),
                row.getString(4),
                row.getBigDecimal(5),
                row.getString(6),
                row.getBigDecimal(7),
                row.getBigDecimal(8)),
        operationIds,
        referenceIds);
  }

  /** By operation id. */
  Map<String, HoldRow> holds(Collection<String> operationIds) {
    return rows(
        "SELECT operation_id, amount, released_at FROM m2m_fund_holds WHERE operation_id = ANY (?)",
        row -> new HoldRow(row.getBigDecimal(2), instant(row, 3) != null),
        operationIds);
  }

  /** The states of these users' data requests, by their ids. */
  Map<String, String> dataRequests(Collection<String> referenceIds) {
    return rows(
        "SELECT data_request_id, state FROM m2m_data_requests WHERE reference_id = ANY (?)",
        row -> row.getString(2),
        referenceIds);
  }

  /** Makes a user known to the default look-up of user data. */
  void add(Person person) {
    jdbc.sql(
            "INSERT INTO m2m_users (reference_id, first_name, second_name, last_name,"
                + " second_last_name, id_number, id_type, date_of_birth)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS date))")
        .param(person.referenceId())
        .params(person.fields().stream().map(Person.Field::value).toList())
        .update();
  }

  @SafeVarargs
  private <T> Map<String, T> rows(String sql, RowMapperOf<T> read, Collection<String>... ids) {
    Map<String, T> rows = new HashMap<>();
    JdbcClient.StatementSpec statement = jdbc.sql(sql);
    for (Collection<String> each : ids) {
      statement = statement.param(array(each));
    }
    statement.query((RowCallbackHandler) row -> rows.put(row.getString(1), read.of(row)));
    return rows;
  }

  private interface RowMapperOf<T> {
    T of(ResultSet row) throws SQLException;
  }

  private static String[] array(Collection<String> ids) {
    return ids.toArray(String[]::new);
  }

  private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }
}
