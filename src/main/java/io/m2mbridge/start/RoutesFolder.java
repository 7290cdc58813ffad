package io.m2mbridge.start;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks that the folder of routes isn't empty. With an empty folder, Camel would start without a
 * route.
 */
final class RoutesFolder {
  private static final String SCHEME = "file:";

  private RoutesFolder() {}

  /**
   * Checks each file pattern, such as {@code file:routes/*.camel.yaml}.
   *
   * @param includePattern {@code camel.main.routesIncludePattern}; parts with other schemes are
   *     left to Camel
   */
  static List<String> mistakes(String includePattern) {
    for (String pattern : includePattern.split(",")) {
      if (pattern.startsWith(SCHEME)) {
        Path path = Path.of(pattern.substring(SCHEME.length()));
        if (!exists(path)) {
          return List.of(
              "There is no "
                  + path
                  + " in "
                  + Path.of("").toAbsolutePath()
                  + ": run in the folder that holds routes/, with the files that come with m2m-bridge.");
        }
      }
    }
    return List.of();
  }

  private static boolean exists(Path pattern) {
    Path folder = pattern.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return false;
    }
    String glob = String.valueOf(pattern.getFileName());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }
}
