package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Step;
import java.util.Set;
import java.util.stream.Stream;

/** The steps {@code policy} of the bridge's own beans. */
final class Policies {
  static final String EFFECTS_ONCE = "effects-once";
  static final String OWN_TRANSACTION = "own-transaction";
  static final String OUTSIDE_ONCE = "outside-once";

  private static final Set<String> TRANSACTIONS = Set.of(EFFECTS_ONCE, OWN_TRANSACTION);

  private Policies() {}

  /** The bean that a step policy names, such as {@code effects-once}; empty for any other step. */
  static String ref(Step step) {
    String ref = step.kind().equals("policy") ? step.value().text("ref") : null;
    return ref == null ? "" : ref.replaceFirst("^#(bean:)?", "");
  }

  static boolean isTransaction(Step step) {
    return TRANSACTIONS.contains(ref(step));
  }

  /** Whether a step is in a policy with this bean, in its own route. */
  static boolean isWithin(Step step, String bean) {
    return Stream.concat(Stream.of(step), step.ancestors().stream())
        .anyMatch(each -> ref(each).equals(bean));
  }
}
