package io.m2mbridge.dev.trace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step that ran, with what it changed. All texts are masked. */
final class TracedStep {
  /**
   * A variable or the body that a step changed.
   *
   * @param name {@code variable notice}, or {@code body}
   */
  record Change(String name, String before, String after) {}

  private final @Nullable String route;
  private final String id;
  private final String kind;
  private final int depth;
  private final List<Change> changes = new ArrayList<>();
  private @Nullable Long nanos;
  private @Nullable String failure;
  private @Nullable String notCalled;

  /**
   * @param route null for a step of a route configuration
   * @param kind such as {@code to sql}
   * @param depth how many steps it runs in
   */
  TracedStep(@Nullable String route, String id, String kind, int depth) {
    this.route = route;
    this.id = id;
    this.kind = kind;
    this.depth = depth;
  }

  @Nullable String route() {
    return route;
  }

  String id() {
    return id;
  }

  String kind() {
    return kind;
  }

  int depth() {
    return depth;
  }

  List<Change> changes() {
    return changes;
  }

  /** How long it ran; null if it did not end. */
  @Nullable Long nanos() {
    return nanos;
  }

  /** Why it failed, without values; null if it did not, or if a step in it did. */
  @Nullable String failure() {
    return failure;
  }

  /** The component whose call was not made; null if there is none. */
  @Nullable String notCalled() {
    return notCalled;
  }

  void notCalled(String component) {
    notCalled = component;
  }

  void failed(String reason) {
    failure = reason;
  }

  void ended(long duration) {
    nanos = duration;
  }
}
