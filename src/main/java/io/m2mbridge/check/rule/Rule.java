package io.m2mbridge.check.rule;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Site;

/** Finds mistakes of one kind, or of kinds that belong together. */
interface Rule {
  /** Adds what it finds. A file that isn't YAML has no routes, and is reported elsewhere. */
  void check(Site site, Findings findings);
}
