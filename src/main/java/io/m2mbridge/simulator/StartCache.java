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
 * @param create the options that make the JVM write it at its end
 * @param use the options that make the JVM use it
 */
record StartCache(Path file, List<String> create, List<String> use) {
  private static final int FIRST_WITH_AOT_CACHE = 25;

  /**
   * The bridge keeps few objects, so this collector's pauses are short. Code that isn't compiled
   * yet runs faster with it, and the process needs half of the memory.
   */
  private static final String COLLECTOR = "-XX:+UseSerialGC";

  /**
   * Leaves out the JVM's optimizing compiler. On two cores it takes a third of the CPU from the
   * start on, just when the first webhooks come. Without it the bridge is at its full speed within
   * seconds. That speed is lower, but M2M sends a handful of webhooks a second.
   */
  private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  /**
   * With {@link #QUICK_COMPILER} alone, the JVM reserves 48 MB for compiled code. From JDK 20 on it
   * collects all garbage each time that 15 % of them were filled, so also while the first webhooks
   * come. This is the size that it reserves with all compilers.
   */
  private static final String ROOM_FOR_CODE = "-XX:ReservedCodeCacheSize=240m";

  /**
   * Keeps out of the cache what the training compiled. Otherwise the JVM compiles all of it when
   * the first webhooks come.
   */
  private static final List<String> NO_COMPILATIONS =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");

  /** Returns the cache next to a jar, for the JVM that runs this. */
  static StartCache of(Path jar) {
    Path file = jar.resolveSibling("m2m-bridge.cache");
    boolean hasAotCache = Runtime.version().feature() >= FIRST_WITH_AOT_CACHE;
    List<String> create = new ArrayList<>();
    create.add(
        (hasAotCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=")
            + file.toAbsolutePath());
    create.add(QUICK_COMPILER);
    if (hasAotCache) {
      create.addAll(NO_COMPILATIONS);
    }
    String use = (hasAotCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file;
    return new StartCache(
        file, List.copyOf(create), List.of(use, COLLECTOR, QUICK_COMPILER, ROOM_FOR_CODE));
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
