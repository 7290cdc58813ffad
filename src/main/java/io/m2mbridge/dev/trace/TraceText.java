package io.m2mbridge.dev.trace;

import io.m2mbridge.log.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What {@code send} prints of an event that it ran: lines of 80 columns. */
public final class TraceText {
  private static final int WIDTH = 80;
  private static final int MAX_INDENT = 20;
  private static final int MAX_VALUE_LINES = 6;

  private final EventRun run;
  private final List<String> lines = new ArrayList<>();

  private TraceText(EventRun run) {
    this.run = run;
  }

  /**
   * Returns the lines.
   *
   * @param isWhole whether each step is in them
   */
  public static List<String> lines(EventRun run, boolean isWhole) {
    TraceText text = new TraceText(run);
    text.head(isWhole);
    text.steps(isWhole);
    text.end();
    return text.lines;
  }

  private void head(boolean isWhole) {
    lines.add(PrintableText.line(run.key()));
    if (isWhole) {
      value("  body: ", run.body());
      lines.add("");
    }
  }

  private void steps(boolean isWhole) {
    String route = "";
    for (TracedStep step : run.steps()) {
      boolean isShown = isWhole || step.notCalled() != null || step.failure() != null;
      String of = String.valueOf(step.route());
      if (isShown && !of.equals(route)) {
        route = of;
        lines.add(of);
      }
      if (isShown) {
        step(step, isWhole);
      }
    }
  }

  private void step(TracedStep step, boolean isWhole) {
    String indent = " ".repeat(2 + Math.min(2 * step.depth(), MAX_INDENT));
    String name = indent + step.id() + "  " + step.kind();
    String time = time(step.nanos());
    lines.add(name + " ".repeat(Math.max(2, WIDTH - name.length() - time.length())) + time);
    String below = indent + "  ";
    if (step.notCalled() != null) {
      lines.add(below + "not called, taken as done: " + step.notCalled());
    }
    if (step.failure() != null) {
      lines.add(below + "failed: " + step.failure());
    }
    if (isWhole) {
      step.changes().forEach(change -> change(below, change));
    }
  }

  private static String time(@Nullable Long nanos) {
    if (nanos == null) {
      return "not ended";
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    return millis == 0 ? "<1 ms" : millis + " ms";
  }

  private void change(String indent, TracedStep.Change change) {
    String name = indent + change.name() + ": ";
    if (change.before().equals(change.after())) {
      lines.add(name + "changed, and masked");
      return;
    }
    String before = orEvent(change.before());
    String after = orEvent(change.after());
    String inOne = name + before + " -> " + after;
    if (inOne.length() <= WIDTH) {
      lines.add(inOne);
    } else {
      lines.add(name.stripTrailing());
      value(indent + "  before: ", before);
      value(indent + "  after:  ", after);
    }
  }

  private String orEvent(String value) {
    return value.equals(run.body()) ? "(the event)" : value;
  }

  private void value(String label, String value) {
    String indent = " ".repeat(label.length());
    int width = WIDTH - label.length();
    String rest = value;
    for (int line = 0; !rest.isEmpty() && line < MAX_VALUE_LINES; line++) {
      int end = end(rest, width);
      lines.add((line == 0 ? label : indent) + rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    if (!rest.isEmpty()) {
      lines.add(indent + "... " + rest.length() + " more characters");
    }
  }

  /** Where the line ends: after the last blank that it has room for. */
  private static int end(String text, int width) {
    int blank = text.lastIndexOf(' ', width);
    return text.length() <= width ? text.length() : blank > 0 ? blank : width;
  }

  private void end() {
    if (!lines.get(lines.size() - 1).isEmpty()) {
      lines.add("");
    }
    if (!run.hasEnded()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "The event was still running after %d seconds.",
              EventRun.TIMEOUT_SECONDS));
    } else if (run.failure() == null) {
      lines.add("The event ran to its end.");
    } else {
      lines.add("The event failed: " + run.failure());
    }
    lines.add("All its changes to the database were rolled back, and no outside call was made.");
  }
}
