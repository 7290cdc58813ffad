package io.m2mbridge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A site's folder of routes: a copy of the shipped ones, with edits of its own. */
public final class SiteRoutes {
  private final Path folder;

  /** Copies the shipped routes. */
  public SiteRoutes(Path folder) {
    this.folder = folder;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("routes"), "*.camel.yaml")) {
      for (Path file : files) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a route of the site's, or one of ours with changes. */
  public SiteRoutes with(String route, String yaml) {
    try {
      Files.writeString(file(route), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Puts steps before the forward of an event's route. */
  public SiteRoutes beforeForward(String event, String steps) {
    String forward = "        - policy:\n            id: forward-" + event + "-once";
    return edit("event-" + event, forward, steps.indent(8) + forward);
  }

  /** Puts steps at the end of an event's route. */
  public SiteRoutes atEnd(String event, String steps) {
    try {
      return with("event-" + event, Files.readString(file("event-" + event)) + steps.indent(8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces a text that a route holds. */
  public SiteRoutes edit(String route, String text, String by) {
    try {
      String yaml = Files.readString(file(route));
      if (!yaml.contains(text)) {
        throw new IllegalArgumentException(route + " lacks " + text);
      }
      return with(route, yaml.replace(text, by));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String route) {
    return folder.resolve(route + ".camel.yaml");
  }

  /** What makes a bridge use it. */
  public Map<String, String> settings() {
    return Map.of(
        "camel.main.routesIncludePattern",
        "file:%1$s/beans.camel.yaml,file:%1$s/*.camel.yaml".formatted(folder));
  }
}
