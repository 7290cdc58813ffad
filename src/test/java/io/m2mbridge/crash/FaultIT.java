package io.m2mbridge.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two bridges on one database, while one of the three falls or is cut off. */
@Tag("verify")
class FaultIT {
  private static final Duration STALL = Duration.ofSeconds(4);
  private static final int LATEST_FAULT = 800;

  @TempDir private Path folder;

  private enum Fault {
    NODE_KILLED,
    SERVER_CRASHED,
    SESSIONS_ENDED,
    CABLE_CUT,
    CABLE_STALLED
  }

  @ParameterizedTest
  @MethodSource("io.m2mbridge.crash.Seeds#ofRun")
  void keepsItsPromises(long seed) {
    try (Trial trial = Trial.start(seed, folder, 2, Map.of())) {
      List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
      Collections.shuffle(faults, trial.random());
      for (Fault fault : faults) {
        trial.sendChapter();
        let(Duration.ofMillis(trial.random().nextInt(LATEST_FAULT)));
        trial.noteMishap();
        happen(fault, trial);
        trial.noteMishap();
      }
      trial.sendChapter();
      trial.assertKept();
    }
  }

  private static void happen(Fault fault, Trial trial) {
    Node node = trial.node(trial.random().nextInt(2));
    switch (fault) {
      case NODE_KILLED -> {
        node.kill();
        node.start();
      }
      case SERVER_CRASHED -> {
        trial.postgres().crash();
        trial.postgres().start();
      }
      case SESSIONS_ENDED ->
          trial
              .sql()
              .sql(
                  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                      + " WHERE datname = current_database() AND pid <> pg_backend_pid()")
              .query(Boolean.class)
              .list();
      case CABLE_CUT -> {
        node.cable().cut();
        node.cable().restore();
      }
      case CABLE_STALLED -> {
        node.cable().stall();
        let(STALL);
        node.cable().restore();
      }
    }
  }

  /** Lets time pass: how long is the point of it. */
  private static void let(Duration time) {
    Instant end = Instant.now().plus(time);
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(time.plusSeconds(10))
        .until(() -> Instant.now().isAfter(end));
  }
}
