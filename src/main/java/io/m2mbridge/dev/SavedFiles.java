package io.m2mbridge.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files that an edit may change: when each was saved, and its size. */
final class SavedFiles {
  private final Path settings;
  private final Set<Path> folders = new TreeSet<>();

  /**
   * @param settings the settings file, which may be missing
   * @param includePattern {@code camel.main.routesIncludePattern}
   */
  SavedFiles(Path settings, String includePattern) {
    this.settings = settings;
    for (String each : includePattern.split(",")) {
      if (each.strip().startsWith("file:")) {
        Path parent = Path.of(each.strip().substring("file:".length())).getParent();
        folders.add(parent == null ? Path.of("") : parent);
      }
    }
  }

  /** Returns the time and the size of each file; two equal answers mean that none was saved. */
  Map<Path, String> stamps() {
    Map<Path, String> stamps = new TreeMap<>();
    try {
      stamp(settings, stamps);
      for (Path folder : folders) {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) {
            stamp(file, stamps);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stamps;
  }

  private static void stamp(Path file, Map<Path, String> stamps) throws IOException {
    if (Files.isRegularFile(file)) {
      BasicFileAttributes about = Files.readAttributes(file, BasicFileAttributes.class);
      stamps.put(file, about.lastModifiedTime() + " " + about.size());
    }
  }
}
