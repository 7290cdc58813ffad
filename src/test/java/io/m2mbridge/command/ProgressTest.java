package io.m2mbridge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter printed = new StringWriter();
  private final PrintWriter out = new PrintWriter(printed);
  private final Progress progress = new Progress(out);

  private List<String> lines() {
    out.flush();
    return printed.toString().lines().toList();
  }

  @Test
  void stopsBetweenTwoEventsAndReports() {
    Thread interrupted = new Thread(progress::stop);
    int done =
        progress.run(
            List.of(1L, 2L, 3L),
            id -> {
              if (id == 2) {
                interrupted.start();
                while (interrupted.getState() != Thread.State.TIMED_WAITING) {
                  Thread.onSpinWait();
                }
              }
            },
            () -> out.println("report"));
    assertEquals(2, done);
    assertEquals(List.of("Stopped: 2 of 3 were looked at.", "report"), lines());
  }

  @Test
  void reportsWhatWasDoneBeforeAFailure() {
    assertThrows(
        IllegalStateException.class,
        () ->
            progress.run(
                List.of(1L, 2L),
                id -> {
                  if (id == 2) {
                    throw new IllegalStateException("the database is gone");
                  }
                },
                () -> out.println("report")));
    assertEquals(List.of("Stopped: 1 of 2 were looked at.", "report"), lines());
  }
}
