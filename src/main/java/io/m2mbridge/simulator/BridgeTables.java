package io.m2mbridge.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the rows of the simulator's users from the bridge's tables. Each row is JSON, by its
 * columns.
 */
final class BridgeTables {
  record DeliveryRow(
      String event, String state, @Nullable String reason, @Nullable String linkId) {}

  private interface Read<T> {
    T of(ResultSet row) throws SQLException;
  }

  private final JdbcClient jdbc;

  BridgeTables(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
  }

  /** Returns the number of events, of these keys or users, that the bridge hasn't finished. */
  int unfinished(Collection<String> eventKeys, Collection<String> referenceIds) {
    return jdbc.sql(
            "SELECT count(*) FROM m2m_deliveries WHERE state IN ('pending', 'processing')"
                + " AND (event_key = ANY (?) OR reference_id = ANY (?))")
        .param(array(eventKeys))
        .param(array(referenceIds))
        .query(Integer.class)
        .single();
  }

  /** Returns the deliveries of these keys or users, by event key. */
  Map<String, DeliveryRow> deliveries(
      Collection<String> eventKeys, Collection<String> referenceIds) {
    return rows(
        "SELECT event_key, event, state, reason, link_id FROM m2m_deliveries"
            + " WHERE event_key = ANY (?) OR reference_id = ANY (?)",
        row ->
            new DeliveryRow(row.getString(2), row.getString(3), row.getString(4), row.getString(5)),
        eventKeys,
        referenceIds);
  }

  /** Returns the notes in the undocumented events of these users. */
  Set<String> unknownEvents(Collection<String> referenceIds) {
    return new HashSet<>(
        jdbc.sql(
                "SELECT convert_from(body, 'UTF8')::jsonb -> 'data' ->> 'note' FROM m2m_deliveries"
                    + " WHERE event = ? AND reference_id = ANY (?) AND body IS NOT NULL")
            .param(Payloads.UNKNOWN)
            .param(array(referenceIds))
            .query(String.class)
            .list());
  }

  /** Returns the links of these ids or users, by link id. */
  Map<String, JsonNode> links(Collection<String> linkIds, Collection<String> referenceIds) {
    return rows(
        "SELECT link_id, to_jsonb(link) FROM m2m_links AS link"
            + " WHERE link_id = ANY (?) OR reference_id = ANY (?)",
        BridgeTables::json,
        linkIds,
        referenceIds);
  }

  /** Returns the operations of these ids or users, by operation id. */
  Map<String, JsonNode> operations(
      Collection<String> operationIds, Collection<String> referenceIds) {
    return rows(
        "SELECT operation_id, to_jsonb(operation) FROM m2m_operations AS operation"
            + " WHERE operation_id = ANY (?) OR reference_id = ANY (?)",
        BridgeTables::json,
        operationIds,
        referenceIds);
  }

  /** Returns the operations of the users in the table of the default look-up, by operation id. */
  Map<String, JsonNode> operationsOfUsers() {
    return rows(
        "SELECT operation_id, to_jsonb(operation) FROM m2m_operations AS operation"
            + " WHERE reference_id IN (SELECT reference_id FROM m2m_users)"
            + " AND num_nulls(link_id, user_id, send_amount, rate, fee, created_at) = 0",
        BridgeTables::json);
  }

  /** Returns the holds of these operations, by operation id. */
  Map<String, JsonNode> holds(Collection<String> operationIds) {
    return rows(
        "SELECT operation_id, to_jsonb(hold) FROM m2m_fund_holds AS hold"
            + " WHERE operation_id = ANY (?)",
        BridgeTables::json,
        operationIds);
  }

  /** Returns the data requests of these ids or users, by data request id. */
  Map<String, JsonNode> dataRequests(
      Collection<String> dataRequestIds, Collection<String> referenceIds) {
    return rows(
        "SELECT data_request_id, to_jsonb(request) FROM m2m_data_requests AS request"
            + " WHERE data_request_id = ANY (?) OR reference_id = ANY (?)",
        BridgeTables::json,
        dataRequestIds,
        referenceIds);
  }

  /** Adds a user to the table of the default look-up of user data. */
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
  private <T> Map<String, T> rows(String sql, Read<T> read, Collection<String>... ids) {
    Map<String, T> rows = new HashMap<>();
    JdbcClient.StatementSpec statement = jdbc.sql(sql);
    for (Collection<String> each : ids) {
      statement = statement.param(array(each));
    }
    statement.query((RowCallbackHandler) row -> rows.put(row.getString(1), read.of(row)));
    return rows;
  }

  private static JsonNode json(ResultSet row) throws SQLException {
    try {
      return EventTemplates.JSON.readTree(row.getString(2));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("PostgreSQL writes JSON", e);
    }
  }

  private static String[] array(Collection<String> ids) {
    return ids.toArray(String[]::new);
  }
}
