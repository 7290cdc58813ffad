package io.m2mbridge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A site's folder of routes that holds files of commit 3e67f09: all of them, or some among the
 * present ones.
 */
public final class FormerFolder {
  /** Each file of that commit. */
  public static final Path FILES = Path.of("src/test/resources/routes-of-3e67f09");

  private static final Path PRESENT = Path.of("routes");

  private final Path folder;

  private FormerFolder(Path folder) {
    this.folder = folder;
  }

  /** The whole folder as it was. */
  public static FormerFolder whole(Path folder) {
    return new FormerFolder(folder).copyAll(FILES);
  }

  /** The present folder, in which the files of these routes are as they were. */
  public static FormerFolder mixed(Path folder, String... routes) {
    FormerFolder mixed = new FormerFolder(folder).copyAll(PRESENT);
    for (String route : routes) {
      mixed.write(route, read(FILES.resolve(file(route))));
    }
    return mixed;
  }

  /** The names of the routes' files in a folder. */
  public static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()).replace(".camel.yaml", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file. */
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces a text that a file must hold. */
  public FormerFolder edit(String route, String text, String by) {
    String before = read(folder.resolve(file(route)));
    if (!before.contains(text)) {
      throw new IllegalArgumentException(route + " lacks " + text);
    }
    return write(route, before.replace(text, by));
  }

  /** Writes a whole file. */
  public FormerFolder write(String route, String yaml) {
    try {
      Files.writeString(folder.resolve(file(route)), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** What makes a bridge use it. */
  public Map<String, String> settings() {
    return Map.of(
        "camel.main.routesIncludePattern",
        "file:%1$s/beans.camel.yaml,file:%1$s/*.camel.yaml".formatted(folder));
  }

  private FormerFolder copyAll(Path from) {
    names(from).forEach(route -> write(route, read(from.resolve(file(route)))));
    return this;
  }

  private static String file(String route) {
    return route + ".camel.yaml";
  }
}
