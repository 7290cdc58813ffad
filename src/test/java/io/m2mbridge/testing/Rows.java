package io.m2mbridge.testing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of the effect tables as JSON: numbers with all their digits, instants in UTC. */
public final class Rows {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Rows() {}

  /**
   * The row of a table whose key column has a value, without that column; null where there is none.
   */
  public static ObjectNode row(JdbcClient sql, String table, String column, String value) {
    return sql.sql("SELECT to_jsonb(t)::text FROM " + table + " AS t WHERE " + column + " = :value")
        .param("value", value)
        .query(String.class)
        .optional()
        .map(Rows::read)
        .map(row -> row.<ObjectNode>without(column))
        .orElse(null);
  }

  /** Every row of a table by the value of its key column, without that column. */
  public static Map<String, ObjectNode> all(JdbcClient sql, String table, String column) {
    Map<String, ObjectNode> rows = new HashMap<>();
    sql.sql("SELECT to_jsonb(t)::text FROM " + table + " AS t")
        .query(String.class)
        .list()
        .forEach(
            json -> {
              ObjectNode row = read(json);
              rows.put(row.get(column).textValue(), row.without(column));
            });
    return rows;
  }

  /**
   * The different rows of a table whose key starts with a prefix, without the key, and how many
   * there are of each.
   */
  public static Map<ObjectNode, Integer> counts(
      JdbcClient sql, String table, String column, String prefix) {
    Map<ObjectNode, Integer> counts = new HashMap<>();
    sql.sql("SELECT to_jsonb(t)::text FROM " + table + " AS t WHERE starts_with(" + column + ", ?)")
        .param(prefix)
        .query(String.class)
        .list()
        .forEach(row -> counts.merge(read(row).without(column), 1, Integer::sum));
    return counts;
  }

  private static ObjectNode read(String json) {
    try {
      ObjectNode row = (ObjectNode) JSON.readTree(json);
      row.properties().stream()
          .filter(field -> field.getKey().endsWith("_at") && field.getValue().isTextual())
          .toList()
          .forEach(field -> row.put(field.getKey(), instant(field.getValue())));
      return row;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String instant(JsonNode value) {
    return OffsetDateTime.parse(value.textValue()).toInstant().toString();
  }

  /** A JSON object with single quotes for double ones, for comparison with a row. */
  public static JsonNode expected(String json) {
    return read(json.replace('\'', '"'));
  }
}
