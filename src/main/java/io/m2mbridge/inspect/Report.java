package io.m2mbridge.inspect;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer: tables of rows, in the order in which they are read. No row has a payload, or personal
 * data other than ids.
 *
 * @param tables the rows by the name of the table, such as {@code timeline}; a row has its columns
 *     in order, and a null where nothing is known
 */
public record Report(Map<String, List<Map<String, @Nullable Object>>> tables) {
  /** Whether there is no row at all. */
  public boolean isEmpty() {
    return tables.values().stream().allMatch(List::isEmpty);
  }
}
