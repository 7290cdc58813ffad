package io.m2mbridge.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file with which the JVM starts faster: an AOT cache, or before Java 25 an archive of classes.
 *
 * @param file where the JVM writes it
 * @param create the option that makes the JVM write it at its end
 * @param use the option that makes the JVM use it
 */
record StartCache(Path file, String create, String use) {
  private static final int FIRST_WITH_AOT_CACHE = 25;

  /** Returns the cache next to a jar, for the JVM that runs this. */
  static StartCache of(Path jar) {
    Path file = jar.resolveSibling("m2m-bridge.cache");
    boolean hasAotCache = Runtime.version().feature() >= FIRST_WITH_AOT_CACHE;
    String create = hasAotCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    String use = hasAotCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    return new StartCache(file, create + file.toAbsolutePath(), use + file);
  }

  /** The file of options for the command {@code java}. */
  Path options() {
    return file.resolveSibling("m2m-bridge.options");
  }

  /** Writes {@link #options}. */
  void writeOptions() throws IOException {
    Files.write(options(), List.of(use));
  }
}
