package io.m2mbridge.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The seeds of a run, and how many. */
final class Seeds {
  private Seeds() {}

  /**
   * The seeds to run a test with: {@code m2m.crash.seed}, or {@code m2m.crash.rounds} random ones,
   * by default one.
   */
  static List<Long> ofRun() {
    String seed = System.getProperty("m2m.crash.seed", "");
    if (!seed.isEmpty()) {
      return List.of(Long.parseLong(seed));
    }
    List<Long> seeds = new ArrayList<>();
    Random random = new Random();
    for (int i = 0; i < Integer.getInteger("m2m.crash.rounds", 1); i++) {
      seeds.add(random.nextLong() >>> 1);
    }
    return seeds;
  }
}
