package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens now: trouble first, then what waits, the last hour, and the replies. */
final class NowScreen implements Screen {
  private final Inspection inspection;

  NowScreen(Inspection inspection) {
    this.inspection = inspection;
  }

  @Override
  public Page page(Request request) {
    Report now = inspection.now();
    Report trouble = TroubleScreen.read(inspection);
    Map<String, List<Map<String, @Nullable Object>>> tables = new LinkedHashMap<>(trouble.tables());
    tables.putAll(now.tables());
    NowModel model =
        new NowModel(
            TroubleScreen.summary(trouble),
            TroubleScreen.table(trouble, request.viewer()),
            figures(now.tables().getOrDefault("now", List.of()).get(0)),
            List.of(Sparkline.of("Received", "received", now), Sparkline.of("Done", "done", now)),
            Table.of("replies", now));
    return new Page("now.jte", model, new Report(tables));
  }

  private static List<NowModel.Figure> figures(Map<String, @Nullable Object> now) {
    return List.of(
        figure("Dead", "dead", now, byState("dead")),
        figure("Quarantined", "quarantined", now, byState("quarantined")),
        figure("Pending", "pending", now, byState("pending")),
        figure("Processing", "processing", now, byState("processing")),
        new NowModel.Figure("Oldest waiting", age((Long) now.get("oldest_seconds")), "deliveries"),
        figure("Findings open", "findings_open", now, Paths.ROOT + "reconcile"));
  }

  private static NowModel.Figure figure(
      String title, String column, Map<String, @Nullable Object> now, String href) {
    return new NowModel.Figure(title, String.valueOf(now.get(column)), href);
  }

  private static String byState(String state) {
    return Paths.of("deliveries", Map.of("state", state));
  }

  /** The age in the two largest units that it has. */
  private static String age(@Nullable Long seconds) {
    if (seconds == null) {
      return "none";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }
}
