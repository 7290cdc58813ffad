package io.m2mbridge.check.rule;

import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.finding.SimilarNames.Nearness;
import java.util.Collection;
import java.util.Optional;

/** Names what was probably meant. */
final class Suggestion {
  private Suggestion() {}

  /** Returns the existing name that a name is close to; empty if none is. */
  static Optional<String> of(String name, Collection<String> known) {
    return SimilarNames.nearest(name, known)
        .filter(match -> match.nearness() != Nearness.REMOTE)
        .map(SimilarNames.Match::name);
  }
}
