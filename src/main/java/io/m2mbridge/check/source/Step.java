package io.m2mbridge.check.source;

import io.m2mbridge.check.finding.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A step of a route, or a branch of one: {@code when}, {@code otherwise}, {@code doCatch}, {@code
 * doFinally} and {@code onFallback} are steps with steps of their own.
 */
public final class Step {
  private final Route route;
  private final @Nullable Step parent;
  private final String kind;
  private final Place place;
  private final YamlNode value;
  private final List<Step> children = new ArrayList<>();
  private final @Nullable Call call;
  private final boolean isDisabled;

  Step(Route route, @Nullable Step parent, String kind, Place place, YamlNode value) {
    this.route = route;
    this.parent = parent;
    this.kind = kind;
    this.place = place;
    this.value = value;
    this.call = Call.of(kind, value);
    this.isDisabled =
        (parent != null && parent.isDisabled) || "true".equals(value.text("disabled"));
  }

  void add(Step child) {
    children.add(child);
  }

  public Route route() {
    return route;
  }

  /** The step that this one is in; null at the top of a route. */
  public @Nullable Step parent() {
    return parent;
  }

  /** The name of the step, such as {@code setBody}, or of the branch. */
  public String kind() {
    return kind;
  }

  public Place place() {
    return place;
  }

  /** What the step says: a mapping, or a scalar in the short form. */
  public YamlNode value() {
    return value;
  }

  /** The id that the file gives it; null without one. */
  public @Nullable String id() {
    return value.text("id");
  }

  /** The steps directly in this one, in the order in which they run. */
  public List<Step> children() {
    return children;
  }

  /** The steps in this one, at any depth, in the order of the file. */
  public Stream<Step> descendants() {
    return children.stream().flatMap(child -> Stream.concat(Stream.of(child), child.descendants()));
  }

  /** The steps that this one is in, the nearest first. */
  public List<Step> ancestors() {
    List<Step> ancestors = new ArrayList<>();
    for (Step step = parent; step != null; step = step.parent) {
      ancestors.add(step);
    }
    return ancestors;
  }

  /** Whether Camel leaves the step out, because it or a step around it is disabled. */
  public boolean isDisabled() {
    return isDisabled;
  }

  /** What it sends to or reads from; null for a step without an endpoint. */
  public @Nullable Call call() {
    return call;
  }

  /** The route and the step, as a finding names them. */
  public String where() {
    String id = id();
    return route.name() + "/" + (id == null ? kind : id);
  }
}
