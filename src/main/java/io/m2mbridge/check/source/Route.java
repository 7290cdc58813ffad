package io.m2mbridge.check.source;

import io.m2mbridge.check.finding.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A route, or a route configuration, whose handlers are its steps. */
public final class Route {
  private final boolean isConfiguration;
  private final YamlNode value;
  private final Place place;
  private final List<Step> steps = new ArrayList<>();
  private @Nullable Step from;

  Route(boolean isConfiguration, YamlNode value, Place place) {
    this.isConfiguration = isConfiguration;
    this.value = value;
    this.place = place;
  }

  void from(Step step) {
    from = step;
  }

  void add(Step step) {
    steps.add(step);
  }

  /** Whether it is a {@code routeConfiguration}. */
  public boolean isConfiguration() {
    return isConfiguration;
  }

  /** The mapping below {@code route:} or {@code routeConfiguration:}. */
  public YamlNode value() {
    return value;
  }

  public Place place() {
    return place;
  }

  /** The id; null where the file gives none. */
  public @Nullable String id() {
    return value.text("id");
  }

  /** The id, or the name of the file where it has none. */
  public String name() {
    String id = id();
    return id == null ? place.file() : id;
  }

  /** Whether the route has this id. */
  public boolean is(String id) {
    return !isConfiguration && id.equals(id());
  }

  /** Where its exchanges come from; null for a configuration. */
  public @Nullable Step from() {
    return from;
  }

  /** The endpoint of {@code from}; null for a configuration, or where it is missing. */
  public @Nullable Call input() {
    return from == null ? null : from.call();
  }

  /** The steps at the top of the route, in the order in which they run. */
  public List<Step> steps() {
    return steps;
  }

  /** All steps at any depth, in the order of the file. */
  public Stream<Step> allSteps() {
    return steps.stream().flatMap(step -> Stream.concat(Stream.of(step), step.descendants()));
  }
}
