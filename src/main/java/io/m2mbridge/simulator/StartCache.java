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
    if (Runtime.version().feature() >= FIRST_WITH_AOT_CACHE) {
      return of(jar, "m2m-bridge.aot", "-XX:AOTCacheOutput=", "-XX:AOTCache=");
    }
    return of(jar, "m2m-bridge.jsa", "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile=");
  }

  private static StartCache of(Path jar, String name, String create, String use) {
    Path file = jar.resolveSibling(name);
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
