package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Report;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code not-found.jte} shows where several ids may be meant.
 *
 * @param sentence why nothing is shown
 * @param similar ids that may be meant
 */
public record NotFoundModel(String sentence, List<String> similar) {
  private static final int NOT_FOUND = 404;

  /** The page with the ids. */
  Page page() {
    Report ids = new Report(Map.of("similar", similar.stream().map(NotFoundModel::row).toList()));
    return new Page("not-found.jte", this, ids, NOT_FOUND);
  }

  private static Map<String, @Nullable Object> row(String id) {
    return Map.of("id", id);
  }

  /** Returns the address of an id. */
  public String show(String id) {
    return Paths.show(id);
  }
}
