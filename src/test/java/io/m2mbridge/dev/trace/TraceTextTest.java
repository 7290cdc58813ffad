package io.m2mbridge.dev.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceTextTest {
  private final TracedStep call = new TracedStep("event-forward", "tell", "to http", 1);
  private final TracedStep set = new TracedStep("event-link-opened", "say", "setVariable", 0);

  private List<String> lines(boolean isWhole, @Nullable String failure, boolean hasEnded) {
    return TraceText.lines(
        new EventRun("link.opened:link_1", "{}", List.of(set, call), failure, hasEnded), isWhole);
  }

  @Test
  void showsEachStepWithWhatItChanged() {
    set.ended(1_900_000);
    set.changes().add(new TracedStep.Change("variable risk", "null", "high"));
    set.changes().add(new TracedStep.Change("variable row", "{a: ***}", "{a: ***}"));
    set.changes().add(new TracedStep.Change("body", "{}", "x".repeat(600)));
    call.notCalled("http");
    call.failed("IllegalStateException");

    List<String> lines = lines(true, null, true);

    assertEquals(
        List.of(
            "link.opened:link_1",
            "  body: {}",
            "",
            "event-link-opened",
            "  say  setVariable" + " ".repeat(58) + "1 ms",
            "    variable risk: null -> high",
            "    variable row: changed, and masked",
            "    body:",
            "      before: (the event)",
            "      after:  " + "x".repeat(66)),
        lines.subList(0, 10));
    assertEquals("              ... 204 more characters", lines.get(15));
    assertEquals(
        List.of(
            "event-forward",
            "    tell  to http" + " ".repeat(54) + "not ended",
            "      not called, taken as done: http",
            "      failed: IllegalStateException",
            "",
            "The event ran to its end.",
            "All its changes to the database were rolled back, and no outside call was made."),
        lines.subList(16, lines.size()));
    assertTrue(lines.stream().allMatch(line -> line.length() <= 80), lines::toString);
  }

  @Test
  void leavesOutOrdinaryStepsWithoutTheTrace() {
    call.notCalled("http");
    String text = String.join("\n", lines(false, "PSQLException 23505 at a/b", true));
    assertTrue(!text.contains("setVariable") && !text.contains("body"), text);
    assertTrue(text.contains("not called, taken as done: http"), text);
    assertTrue(text.contains("The event failed: PSQLException 23505 at a/b"), text);
  }

  @Test
  void tellsOfAnEventThatDoesNotEnd() {
    assertTrue(lines(true, null, false).contains("The event was still running after 30 seconds."));
  }
}
