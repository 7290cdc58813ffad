package io.m2mbridge.check.finding;

import org.jspecify.annotations.Nullable;

/**
 * A mistake that a check found.
 *
 * @param where the route and the step, such as {@code event-forward/choose-body}; null outside
 *     routes
 * @param problem what is wrong and what it leads to: a clause without a full stop
 * @param advice what to write instead: a clause without a full stop
 */
public record Finding(
    FindingKind kind, Place place, @Nullable String where, String problem, String advice) {
  /** The finding as one sentence, without its place. */
  public String sentence() {
    String end = advice.endsWith("?") ? "" : ".";
    return (where == null ? "" : where + ": ") + problem + ": " + advice + end;
  }

  /** The finding as one line: its place, the sentence and the id. */
  public String line() {
    return place + ": " + sentence() + " [" + kind.id() + "]";
  }
}
