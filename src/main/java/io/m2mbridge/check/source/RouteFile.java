package io.m2mbridge.check.source;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A file of routes: its text, what YAML makes of it, and its routes. */
public final class RouteFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String path;
  private final String text;
  private final List<YamlNode> documents = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();
  private final List<Step> interceptors = new ArrayList<>();
  private @Nullable YamlEngineException failure;

  private RouteFile(String path, String text) {
    this.path = path;
    this.text = text;
  }

  /**
   * Reads a file.
   *
   * @param path as a finding names it
   */
  public static RouteFile of(String path, String text) {
    String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    RouteFile file = new RouteFile(path, plain);
    try {
      new Compose(LoadSettings.builder().build())
          .composeAllFromString(plain)
          .forEach(node -> file.documents.add(new YamlNode(path, node)));
    } catch (YamlEngineException e) {
      file.failure = e;
      return file;
    }
    for (YamlNode document : file.documents) {
      for (YamlNode item : document.items()) {
        item.entries().stream()
            .map(RouteReader::read)
            .filter(route -> route != null)
            .forEach(file.routes::add);
        item.entries().stream()
            .map(RouteReader::interceptor)
            .filter(interceptor -> interceptor != null)
            .forEach(file.interceptors::add);
      }
    }
    return file;
  }

  public String path() {
    return path;
  }

  public String text() {
    return text;
  }

  /** The text of a line. */
  public String line(int number) {
    return text.lines().skip(Math.max(0, number - 1L)).findFirst().orElse("");
  }

  /** The YAML documents; none if the file isn't YAML. */
  public List<YamlNode> documents() {
    return documents;
  }

  /** The routes and route configurations. */
  public List<Route> routes() {
    return routes;
  }

  /** The interceptors at the top of the file, outside routes and configurations. */
  public List<Step> interceptors() {
    return interceptors;
  }

  /** Why the file isn't YAML, with the place if the parser knows it; null if it is. */
  public @Nullable YamlEngineException failure() {
    return failure;
  }

  /** The line of the failure, from 1; 0 if unknown. */
  public int failureLine() {
    return failure instanceof MarkedYamlEngineException marked
        ? marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0)
        : 0;
  }
}
