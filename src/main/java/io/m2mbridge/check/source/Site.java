package io.m2mbridge.check.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a site may edit, as the checks read it. */
public final class Site {
  private final List<RouteFile> files;
  private final Function<String, Optional<String>> setting;
  private final Function<String, Optional<String>> resource;
  private final Map<String, Optional<String>> read = new HashMap<>();
  private final Map<Class<?>, Object> derived = new HashMap<>();

  /**
   * @param files the files of routes that Camel loads
   * @param setting gives the value of a setting, with defaults; empty if nothing sets it
   * @param resource gives the text of a file or of a class path resource by its URI, such as {@code
   *     file:sql/ledger.sql} or {@code classpath:sql/fund-hold.sql}; empty if it can't be read
   */
  public Site(
      List<RouteFile> files,
      Function<String, Optional<String>> setting,
      Function<String, Optional<String>> resource) {
    this.files = List.copyOf(files);
    this.setting = setting;
    // Reads each resource once.
    this.resource = uri -> read.computeIfAbsent(uri, resource);
  }

  /** The files of routes that Camel loads. */
  public List<RouteFile> files() {
    return files;
  }

  /** Gives the value of a setting, with defaults; empty if nothing sets it. */
  public Function<String, Optional<String>> setting() {
    return setting;
  }

  /** Gives the text of a file or of a class path resource by its URI; empty if it can't be read. */
  public Function<String, Optional<String>> resource() {
    return resource;
  }

  /**
   * What follows from the site alone, made once however many rules ask for it.
   *
   * @param type of which a site has one
   */
  public <T> T derived(Class<T> type, Function<Site, T> make) {
    Object known = derived.get(type);
    if (known == null) {
      known = make.apply(this);
      derived.put(type, known);
    }
    return type.cast(known);
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
}
