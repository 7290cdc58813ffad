package io.m2mbridge.check.finding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects findings. One place has at most one finding of each kind. */
public final class Findings {
  private record Key(FindingKind kind, Place place) {}

  private final List<Finding> all = new ArrayList<>();
  private final Set<Key> seen = new HashSet<>();

  /** Adds a finding, unless the same place has one of its kind. */
  public void add(
      FindingKind kind, Place place, @Nullable String where, String problem, String advice) {
    if (seen.add(new Key(kind, place))) {
      all.add(new Finding(kind, place, where, problem, advice));
    }
  }

  /** Whether a place has a finding of a kind. */
  public boolean has(FindingKind kind, Place place) {
    return seen.contains(new Key(kind, place));
  }

  /** Returns all findings in the order of the files. */
  public List<Finding> all() {
    return all.stream().sorted(Comparator.comparing(Finding::place)).toList();
  }
}
