package io.m2mbridge.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One bridge that is killed by SIGKILL again and again, and started again each time. */
@Tag("verify")
class KillIT {
  private static final int LATEST_KILL = 1_500;
  private static final int MOST_TO_PASS = 6;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.m2mbridge.crash.Seeds#ofRun")
  void keepsItsPromisesAtEachPoint(long seed) {
    try (Trial trial = Trial.start(seed, folder, 1, Map.of())) {
      List<KillPoint> points = new ArrayList<>(List.of(KillPoint.values()));
      Collections.shuffle(points, trial.random());
      for (KillPoint point : points) {
        trial
            .node(0)
            .statements()
            .setTrap(point, trial.random().nextInt(MOST_TO_PASS), trial::kill);
        trial.sendChapter();
        assertTrue(
            trial.node(0).statements().awaitSprung(60, TimeUnit.SECONDS),
            () -> "never " + point + ", -Dm2m.crash.seed=" + seed);
        trial.restart();
      }
      trial.assertKept();
    }
  }

  @ParameterizedTest
  @MethodSource("io.m2mbridge.crash.Seeds#ofRun")
  void keepsItsPromisesAtAnyMoment(long seed) throws InterruptedException {
    try (Trial trial = Trial.start(seed, folder, 1, Map.of())) {
      for (int kill = 0; kill < 4; kill++) {
        trial.sendChapter();
        // No condition to wait for: the moment is the point of it.
        new CountDownLatch(1).await(trial.random().nextInt(LATEST_KILL), TimeUnit.MILLISECONDS);
        trial.kill();
        trial.restart();
      }
      trial.assertKept();
    }
  }
}
