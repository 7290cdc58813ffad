package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Optional;
import java.util.Set;

/** Calls that leave this process. */
public final class OutsideCalls {
  /** Components that stay in this process, or in the database of the bridge. */
  private static final Set<String> WITHIN =
      Set.of(
          "atlasmap",
          "bean",
          "caffeine-cache",
          "caffeine-loadcache",
          "chunk",
          "class",
          "controlbus",
          "dataformat",
          "dataset",
          "direct",
          "freemarker",
          "jdbc",
          "jolt",
          "json-validator",
          "jslt",
          "jsonata",
          "language",
          "log",
          "micrometer",
          "mock",
          "mustache",
          "ref",
          "sql",
          "sql-stored",
          "string-template",
          "stub",
          "validator",
          "velocity",
          "xj",
          "xslt",
          "xslt-saxon",
          "");

  private OutsideCalls() {}

  /** The component of a call out of this process; empty for any other step. */
  static Optional<String> scheme(Site site, Step step) {
    return scheme(uri(site, step));
  }

  /** Whether an endpoint stays in this process, or in a database of the site. */
  public static boolean isWithin(String uri) {
    return scheme(uri).isEmpty();
  }

  private static Optional<String> scheme(String uri) {
    String scheme = uri.split("[:?]", 2)[0];
    return WITHIN.contains(scheme)
            || uri.matches("kamelet:[\\w-]+-action\\b.*")
            || scheme.contains("{")
            || scheme.contains("$")
        ? Optional.empty()
        : Optional.of(scheme);
  }

  /** The endpoint of a step with placeholders resolved; empty if it has none that can be read. */
  static String uri(Site site, Step step) {
    Call call = step.call();
    return call == null ? "" : new Placeholders(site).resolve(call.uri()).orElse("").strip();
  }
}
