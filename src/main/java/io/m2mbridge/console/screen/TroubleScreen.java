package io.m2mbridge.console.screen;

import io.m2mbridge.console.access.Viewer;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What needs a person now, grouped by its cause. */
final class TroubleScreen implements Screen {
  private static final String TROUBLE = "trouble";

  /** How many days a hold may be open, as the command has it. */
  private static final int OPEN_DAYS = 30;

  private static final Set<String> REPLAYED = Set.of("dead", "quarantined");

  private final Inspection inspection;

  TroubleScreen(Inspection inspection) {
    this.inspection = inspection;
  }

  @Override
  public Page page(Request request) {
    Report trouble = inspection.trouble(OPEN_DAYS);
    return new Page(
        "screen.jte",
        new TablesModel(summary(trouble), List.of(table(trouble, request.viewer()))),
        trouble);
  }

  /** The trouble as it is now. */
  static Report read(Inspection inspection) {
    return inspection.trouble(OPEN_DAYS);
  }

  /** One sentence on how much trouble there is. */
  static String summary(Report trouble) {
    int groups = trouble.tables().getOrDefault(TROUBLE, List.of()).size();
    return groups == 0
        ? "Nothing is wrong."
        : groups == 1 ? "One thing is wrong." : groups + " things are wrong.";
  }

  /** The groups, each with its deliveries, and for an operator with the replay of its events. */
  static Table table(Report trouble, Viewer viewer) {
    List<Map<String, @Nullable Object>> rows = trouble.tables().getOrDefault(TROUBLE, List.of());
    Table table =
        Table.of(TROUBLE, trouble).with("which", rows.stream().map(TroubleScreen::list).toList());
    return viewer.isOperator()
        ? table.with("what to do", rows.stream().map(TroubleScreen::replay).toList())
        : table;
  }

  private static Cell list(Map<String, @Nullable Object> row) {
    return isReplayed(row)
        ? new Cell("deliveries", Paths.of("deliveries", filter(row)), Cell.Kind.TEXT)
        : new Cell("", null, Cell.Kind.TEXT);
  }

  private static Cell replay(Map<String, @Nullable Object> row) {
    return isReplayed(row)
        ? new Cell("replay the affected", Paths.of("replay", filter(row)), Cell.Kind.TEXT)
        : new Cell("", null, Cell.Kind.TEXT);
  }

  private static boolean isReplayed(Map<String, @Nullable Object> row) {
    return REPLAYED.contains(String.valueOf(row.get(TROUBLE)));
  }

  private static Map<String, String> filter(Map<String, @Nullable Object> row) {
    Map<String, String> filter = new LinkedHashMap<>();
    filter.put("state", String.valueOf(row.get(TROUBLE)));
    filter.put("event", String.valueOf(row.get("event")));
    filter.put("cause", String.valueOf(row.get("cause")));
    return filter;
  }
}
