package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run: what is printed, and the exit code.
 *
 * @param report the counts
 * @param findings one sentence on each fault of the receiver
 * @param compared the comparison; null if there was nothing to compare with
 */
record Verdict(Report report, List<String> findings, @Nullable Compared compared) {
  private static final int TROUBLE = 2;
  private static final int UNCHECKED = 4;

  /** Returns 0 only if everything was checked and nothing is wrong. */
  int exitCode() {
    if (isTrouble()) {
      return TROUBLE;
    }
    return compared == null || !compared.unchecked().isEmpty() ? UNCHECKED : 0;
  }

  /** Whether a webhook failed, or there is a finding or a difference. */
  boolean isTrouble() {
    return report.failed() > 0 || !findings.isEmpty() || !differences().isEmpty();
  }

  private List<String> differences() {
    return compared == null ? List.of() : compared.differences();
  }

  ObjectNode json(long seed) {
    ObjectNode json = report.json();
    json.put("seed", seed).put("compared", compared != null);
    add(json.putArray("findings"), findings);
    add(json.putArray("differences"), differences());
    add(json.putArray("unchecked"), compared == null ? Set.of() : compared.unchecked());
    return json;
  }

  private static void add(ArrayNode list, Collection<String> texts) {
    texts.forEach(list::add);
  }

  /**
   * Prints the result for people.
   *
   * @param coloured adds a colour (the first argument) to a text (the second)
   */
  void print(PrintWriter out, BinaryOperator<String> coloured) {
    out.print(report.text());
    findings.forEach(finding -> out.println(coloured.apply("red", finding)));
    if (compared == null) {
      out.println(
          "Loss and repetition weren't checked: use --database-url for a bridge's tables,"
              + " or --compare for the state of another receiver.");
      return;
    }
    if (compared.differences().isEmpty()) {
      out.println(coloured.apply("green", compared.agreement()));
    } else {
      out.println(coloured.apply("red", "Differences: " + compared.differences().size()));
      compared.differences().forEach(difference -> out.println("  " + difference));
    }
    if (!compared.unchecked().isEmpty()) {
      out.println(
          "Loss and repetition weren't checked of "
              + String.join(", ", compared.unchecked())
              + ": what --compare names has no section for that.");
    }
  }
}
