package io.m2mbridge.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file with which the JVM starts faster: an AOT cache, or before Java 25 an archive of classes.
 *
 * @param file where the JVM writes it
 * @param create the option that makes the JVM write it at its end
 * @param use the options that make the JVM use it
 */
record StartCache(Path file, String create, List<String> use) {
  private static final int FIRST_WITH_AOT_CACHE = 25;

  /**
   * The bridge keeps few objects, so this collector's pauses are short. Code that isn't compiled
   * yet runs faster with it, and the process needs half of the memory.
   */
  private static final String COLLECTOR = "-XX:+UseSerialGC";

  /**
   * On two cores the optimizing compiler takes half of the CPU from the start and from the first
   * webhooks. So it compiles only what runs twenty times as often as by default.
   */
  private static final List<String> COMPILE_LATER =
      List.of(
          "-XX:Tier4InvocationThreshold=100000",
          "-XX:Tier4MinInvocationThreshold=12000",
          "-XX:Tier4CompileThreshold=300000",
          "-XX:Tier4BackEdgeThreshold=800000");

  /** With these it doesn't compile at once what it compiled in the training. */
  private static final List<String> NO_REPLAY =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining");

  /** Returns the cache next to a jar, for the JVM that runs this. */
  static StartCache of(Path jar) {
    Path file = jar.resolveSibling("m2m-bridge.cache");
    boolean hasAotCache = Runtime.version().feature() >= FIRST_WITH_AOT_CACHE;
    List<String> use = new ArrayList<>();
    use.add((hasAotCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file);
    use.add(COLLECTOR);
    if (hasAotCache) {
      use.addAll(NO_REPLAY);
    }
    use.addAll(COMPILE_LATER);
    String create = hasAotCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    return new StartCache(file, create + file.toAbsolutePath(), List.copyOf(use));
  }

  /** The file of options for the command {@code java}. */
  Path options() {
    return file.resolveSibling("m2m-bridge.options");
  }

  /** Writes {@link #options}. */
  void writeOptions() throws IOException {
    Files.write(options(), use);
  }
}
