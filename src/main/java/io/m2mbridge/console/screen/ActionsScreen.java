package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who did what, by pages. */
final class ActionsScreen implements Screen {
  private static final int PAGE = 50;

  private final Inspection inspection;

  ActionsScreen(Inspection inspection) {
    this.inspection = inspection;
  }

  @Override
  public Page page(Request request) {
    Long before = Parameters.number(request, "before");
    Report actions = inspection.actions(before, PAGE);
    Table table = Table.of("actions", actions);
    String summary =
        table.rows().isEmpty()
            ? "There is no action."
            : table.rows().size() + " actions, the newest first.";
    return new Page(
        "screen.jte",
        new TablesModel(summary, List.of(table), older(actions), before == null),
        actions);
  }

  private static @Nullable String older(Report actions) {
    List<Map<String, @Nullable Object>> rows = actions.tables().getOrDefault("actions", List.of());
    return rows.size() < PAGE
        ? null
        : Paths.of("actions", Map.of("before", String.valueOf(rows.get(PAGE - 1).get("id"))));
  }
}
