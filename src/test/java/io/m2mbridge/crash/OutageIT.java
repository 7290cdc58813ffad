package io.m2mbridge.crash;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bridge whose database is stopped for a while, with M2M sending on. */
@Tag("verify")
class OutageIT {
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("m2m.crash.outage", 6));

  /** A busy machine taken into account; the bridge itself waits two seconds at most. */
  private static final Duration REFUSED_WITHIN = Duration.ofSeconds(5);

  private static final int MORE_THREADS = 60;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.m2mbridge.crash.Seeds#ofRun")
  void answersTryAgainAndRecoversByItself(long seed) {
    try (Trial trial = Trial.start(seed, folder, 1, Map.of())) {
      trial.sendChapter();
      trial.m2m().awaitAnswered();
      int before = threads(trial);
      List<Message> next = trial.nextChapter();

      trial.noteMishap();
      trial.postgres().stop();
      Instant end = Instant.now().plus(OUTAGE);
      trial.m2m().send(next);
      Awaitility.await("the end of the outage")
          .atMost(OUTAGE.plusSeconds(30))
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                assertTrue(threads(trial) < before + MORE_THREADS, "threads pile up");
                return Instant.now().isAfter(end);
              });
      trial.postgres().start();
      trial.noteMishap();

      trial.assertKept();
      assertFalse(trial.m2m().refusals().isEmpty());
      trial
          .m2m()
          .refusals()
          .forEach(
              after -> assertTrue(after.compareTo(REFUSED_WITHIN) < 0, () -> "503 after " + after));
    }
  }

  private static int threads(Trial trial) {
    Path status = Path.of("/proc", String.valueOf(trial.node(0).process().pid()), "status");
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("Threads:"))
          .mapToInt(line -> Integer.parseInt(line.substring("Threads:".length()).strip()))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
