package io.m2mbridge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A site's copy of the project's routes, with edits of its own. */
public final class RoutesCopy {
  private static final Path OLDER = FormerFolder.FILES;

  private final Path folder;

  /** Copies them into an empty folder, which the caller deletes. */
  public RoutesCopy(Path folder) {
    this.folder = folder;
    BridgeLauncher.copyRoutes(folder);
  }

  private Path file(String route) {
    return folder.resolve("routes").resolve(route + ".camel.yaml");
  }

  public RoutesCopy edit(String route, UnaryOperator<String> edit) {
    try {
      String before = Files.readString(file(route));
      String after = edit.apply(before);
      if (after.equals(before)) {
        throw new IllegalArgumentException("the edit of " + route + " changes nothing");
      }
      Files.writeString(file(route), after);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public RoutesCopy without(String route) {
    try {
      Files.delete(file(route));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes single routes as they were when notices were sent from within their event. */
  public RoutesCopy olderOf(String... routes) {
    try {
      for (String route : routes) {
        Files.writeString(file(route), Files.readString(OLDER.resolve(route + ".camel.yaml")));
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a site has them that came from that version and edited any of them. */
  public RoutesCopy older() {
    try (Stream<Path> files = Files.list(OLDER)) {
      files.forEach(file -> olderOf(String.valueOf(file.getFileName()).replace(".camel.yaml", "")));
      return without("notice-dispatch");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of {@code camel.main.routesIncludePattern}. */
  public String pattern() {
    String routes = "file:" + folder.resolve("routes");
    return routes + "/beans.camel.yaml," + routes + "/*.camel.yaml";
  }
}
