package io.m2mbridge.operate;

import io.m2mbridge.inspect.Report;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How many events had which result.
 *
 * @param <R> the results
 */
final class Counts<R extends Enum<R>> {
  private final Map<R, Integer> counts;
  private final Function<R, String> words;

  Counts(Class<R> results, Function<R, String> words) {
    counts = new EnumMap<>(results);
    this.words = words;
  }

  void add(R result) {
    counts.merge(result, 1, Integer::sum);
  }

  int of(R result) {
    return counts.getOrDefault(result, 0);
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Returns a row for each result that an event had. */
  Report report() {
    List<Map<String, @Nullable Object>> rows =
        counts.entrySet().stream().map(entry -> row(entry.getValue(), entry.getKey())).toList();
    return new Report(Map.of("result", rows));
  }

  private Map<String, @Nullable Object> row(int count, R result) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("count", count);
    row.put("result", words.apply(result));
    return row;
  }
}
