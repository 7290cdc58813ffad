package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.DeliveryFilter;
import io.m2mbridge.inspect.DeliveryList;
import io.m2mbridge.inspect.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deliveries by a filter, which stands in the URL, by pages. */
final class DeliveriesScreen implements Screen {
  /** The states of {@code m2m_deliveries}. */
  static final List<String> STATES =
      List.of("pending", "processing", "done", "quarantined", "dead");

  private static final int PAGE = 50;

  private final DeliveryList deliveries;

  DeliveriesScreen(DeliveryList deliveries) {
    this.deliveries = deliveries;
  }

  @Override
  public Page page(Request request) {
    String state = Parameters.text(request, "state");
    if (state != null && !STATES.contains(state)) {
      throw new InvalidRequestException(
          "state is none of those that a delivery has: write " + String.join(", ", STATES) + ".");
    }
    DeliveryFilter filter =
        new DeliveryFilter(
            state,
            Parameters.text(request, "event"),
            Parameters.text(request, "cause"),
            Parameters.text(request, "reference"),
            Parameters.text(request, "link"),
            Parameters.text(request, "operation"),
            Parameters.instant(request, "from"),
            Parameters.instant(request, "to"));
    Long before = Parameters.number(request, "before");
    Report page = deliveries.page(filter, before, PAGE);
    Table table = Table.of("deliveries", page);
    TablesModel rows =
        new TablesModel(summary(table), List.of(table), older(request, page), before == null);
    return new Page("deliveries.jte", new DeliveriesModel(request.query(), STATES, rows), page);
  }

  private static String summary(Table table) {
    return table.rows().isEmpty()
        ? "No delivery on this page passes the filter."
        : table.rows().size() + " deliveries, the newest first.";
  }

  private static @Nullable String older(Request request, Report page) {
    List<Map<String, @Nullable Object>> older = page.tables().getOrDefault("older", List.of());
    if (older.isEmpty()) {
      return null;
    }
    Map<String, String> parameters = new LinkedHashMap<>(request.query());
    parameters.put("before", String.valueOf(older.get(0).get("before")));
    return Paths.of("deliveries", parameters);
  }
}
