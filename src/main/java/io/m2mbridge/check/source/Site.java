package io.m2mbridge.check.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a site may edit, as the checks read it.
 *
 * @param files the files of routes that Camel loads
 * @param setting gives the value of a setting, with defaults; empty if nothing sets it
 * @param resource gives the text of a file or of a class path resource by its URI, such as {@code
 *     file:sql/ledger.sql} or {@code classpath:sql/fund-hold.sql}; empty if it can't be read
 */
public record Site(
    List<RouteFile> files,
    Function<String, Optional<String>> setting,
    Function<String, Optional<String>> resource) {
  /** Reads each resource once. */
  public Site {
    Map<String, Optional<String>> read = new HashMap<>();
    Function<String, Optional<String>> reader = resource;
    resource = uri -> read.computeIfAbsent(uri, reader);
  }

  /** All routes, without the configurations. */
  public Stream<Route> routes() {
    return all().filter(route -> !route.isConfiguration());
  }

  /** All route configurations. */
  public Stream<Route> configurations() {
    return all().filter(Route::isConfiguration);
  }

  private Stream<Route> all() {
    return files.stream().flatMap(file -> file.routes().stream());
  }

  /** The route with an id; null if there is none. */
  public @Nullable Route route(String id) {
    return routes().filter(route -> route.is(id)).findFirst().orElse(null);
  }

  /** The route that a {@code direct} endpoint leads to; null if there is none. */
  public @Nullable Route direct(String name) {
    return routes()
        .filter(route -> route.input() != null && name.equals(route.input().direct()))
        .findFirst()
        .orElse(null);
  }
}
