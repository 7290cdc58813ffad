package io.m2mbridge.inspect;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as JSON, for the commands and the console. */
public final class ReportJson {
  private static final JsonMapper JSON = new JsonMapper();

  private ReportJson() {}

  /**
   * Returns an object with an array for each table. Amounts are texts, so that no digit is lost.
   */
  public static String of(Report report) {
    ObjectNode json = JSON.createObjectNode();
    report
        .tables()
        .forEach(
            (name, rows) -> {
              ArrayNode array = json.putArray(name);
              rows.forEach(row -> put(array.addObject(), row));
            });
    return json.toPrettyString();
  }

  private static void put(ObjectNode json, Map<String, @Nullable Object> row) {
    row.forEach(
        (column, value) -> {
          if (value instanceof Long || value instanceof Integer) {
            json.put(column, ((Number) value).longValue());
          } else {
            json.put(column, value == null ? null : ReportText.of(value));
          }
        });
  }
}
