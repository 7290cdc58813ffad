package io.m2mbridge.command;

import io.m2mbridge.inspect.Report;
import io.m2mbridge.inspect.ReportJson;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command prints its report. */
final class ReportOutput {
  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Spec(Target.MIXEE)
  @Nullable CommandSpec spec;

  /**
   * Prints a report.
   *
   * @param nothing what to say where it has no row; JSON has empty arrays then
   */
  void print(Report report, String nothing) {
    if (json) {
      out().println(ReportJson.of(report));
    } else if (report.isEmpty()) {
      out().println(nothing);
    } else {
      ReportPrinter.text(report, out());
    }
  }

  PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec.commandLine().getOut();
  }
}
