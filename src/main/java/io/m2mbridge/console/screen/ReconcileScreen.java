package io.m2mbridge.console.screen;

import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What differs from M2M's API, and when the two were compared. */
final class ReconcileScreen implements Screen {
  private static final String FINDINGS = "findings";

  private final Inspection inspection;

  ReconcileScreen(Inspection inspection) {
    this.inspection = inspection;
  }

  @Override
  public Page page(Request request) {
    Report report = inspection.reconciliations();
    List<Map<String, @Nullable Object>> rows = report.tables().getOrDefault(FINDINGS, List.of());
    Table findings = Table.of(FINDINGS, report);
    if (request.viewer().isOperator()) {
      findings = findings.with("what to do", rows.stream().map(ReconcileScreen::explain).toList());
    }
    long open = rows.stream().filter(row -> "open".equals(row.get("state"))).count();
    String summary = open == 0 ? "Nothing differs that isn't explained." : open + " findings open.";
    return new Page(
        "screen.jte",
        new TablesModel(summary, List.of(findings, Table.of("reconciliations", report))),
        report);
  }

  private static Cell explain(Map<String, @Nullable Object> finding) {
    String id = String.valueOf(finding.get("id"));
    return new Cell("explain " + id, Paths.of("explain", Map.of("id", id)), Cell.Kind.TEXT);
  }
}
