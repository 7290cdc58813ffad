package io.m2mbridge.check.rule;

import io.m2mbridge.check.rule.Condition.Truth;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Conditions that are the same for each event that passes them. */
final class Certainty {
  /** What each event has, by docs/variables.md. */
  private static final Pattern ALWAYS_THERE =
      Pattern.compile(
          "\\$\\{variables?[.:](event|eventKey|eventKeyEncoded|eventLabel|data|outcome|attempt|run"
              + "|receivedAt|deliveryId|leaseToken)}\\s*([!=])=\\s*null(?!\\w)");

  private static final Pattern FIRST_ATTEMPT =
      Pattern.compile("\\$\\{variables?[.:](attempt|run)}\\s*(>=\\s*1|>\\s*0)(?![\\d.])");

  private final RouteGraph graph;
  private final Set<Route> ofEvents;

  Certainty(Site site) {
    this.graph = RouteGraph.of(site);
    this.ofEvents = EventWays.all(site);
  }

  /**
   * Whether the condition of a {@code filter} or {@code when} is true, or false, for each event.
   */
  Truth of(Step step) {
    List<Expressions.Expression> found = Expressions.of(step);
    String text = text(step);
    String language = found.isEmpty() ? "" : found.get(0).language();
    if (!Set.of("simple", "csimple", "constant").contains(language) || Placeholders.areIn(text)) {
      return Truth.UNKNOWN; // a placeholder is a switch
    }
    if (language.equals("constant") || !ofEvents.contains(step.route())) {
      return Condition.of(text, SiteRoutes::nothing);
    }
    String known = known(text);
    Set<Truth> truths = new HashSet<>();
    for (String event : graph.events(step.route())) {
      truths.add(
          Condition.of(known, name -> name.matches("variables?[.:]event(Label)?") ? event : null));
    }
    return truths.isEmpty()
        ? Condition.of(known, SiteRoutes::nothing)
        : truths.size() == 1 ? truths.iterator().next() : Truth.UNKNOWN;
  }

  /** Whether a condition is never true, and NeverTrueRule doesn't tell it. */
  boolean isNever(Step step) {
    return of(step) == Truth.FALSE
        && Comparison.alternatives(text(step)).stream()
            .flatMap(List::stream)
            .noneMatch(
                each ->
                    each.hasLiterals()
                        || (each.operator().equals("==") && each.left().endsWith("event}")));
  }

  private static String text(Step step) {
    List<Expressions.Expression> found = Expressions.of(step);
    return found.isEmpty() ? "" : String.valueOf(found.get(0).text().text()).strip();
  }

  private static String known(String text) {
    String first = FIRST_ATTEMPT.matcher(text).replaceAll("true");
    Matcher there = ALWAYS_THERE.matcher(first);
    return there.replaceAll(found -> String.valueOf(found.group(2).equals("!")));
  }
}
