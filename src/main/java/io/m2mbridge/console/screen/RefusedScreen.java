package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Report;
import io.m2mbridge.webhook.RefusedRequests;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last requests that this node refused. */
final class RefusedScreen implements Screen {
  private final RefusedRequests refused;

  RefusedScreen(RefusedRequests refused) {
    this.refused = refused;
  }

  @Override
  public Page page(Request request) {
    Report report =
        new Report(
            Map.of("refused", refused.newestFirst().stream().map(RefusedScreen::row).toList()));
    Table table = Table.of("refused", report);
    String summary =
        table.rows().isEmpty()
            ? "This node has refused no request since its start."
            : "The last " + table.rows().size() + " requests that this node refused.";
    return new Page("screen.jte", new TablesModel(summary, List.of(table)), report);
  }

  private static Map<String, @Nullable Object> row(RefusedRequests.Refused request) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("at", Timestamp.from(request.at()));
    row.put("status", request.status());
    row.put("reason", request.reason());
    row.put("address", request.address());
    return row;
  }
}
