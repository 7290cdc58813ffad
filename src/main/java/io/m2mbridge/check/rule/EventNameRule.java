package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EVENT_NAME;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.finding.SimilarNames.Match;
import io.m2mbridge.check.finding.SimilarNames.Nearness;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A condition that compares the event with a name that is almost one of M2M's is never true. */
final class EventNameRule implements Rule {
  /**
   * M2M's events ({@code docs/protocol.md, "Events"}), and those that it may add: its states of
   * operations and links that have no event yet (section 5).
   */
  private static final Set<String> NAMES =
      Set.of(
          "link.created",
          "link.opened",
          "link.revoked",
          "link.expired",
          "user.data_request",
          "operation.created",
          "operation.cancelled",
          "operation.processing",
          "operation.completed",
          "operation.failed");

  private static final String EVENT =
      "\\$\\{(?:variable[.:](?:event|eventLabel)|header[.:](?:m2mEvent|X-M2M-Event))}";
  private static final String TEXT = "(?:'(?<single>[^']*)'|\"(?<double>[^\"]*)\")";
  private static final Pattern COMPARISON =
      Pattern.compile(EVENT + "\\s*(?<operator>[!=]=|!?=~|!?in)\\s*" + TEXT);
  private static final Pattern REVERSED =
      Pattern.compile(TEXT + "\\s*(?<operator>[!=]=|!?=~)\\s*" + EVENT);

  /** A name in a condition, and the one that was meant. */
  record Misspelt(String name, String meant, YamlNode expression) {}

  @Override
  public void check(Site site, Findings findings) {
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .forEach(
            step ->
                in(step)
                    .forEach(
                        each ->
                            findings.add(
                                EVENT_NAME,
                                each.expression().place(),
                                step.where(),
                                "no event of M2M's is called " + each.name(),
                                "did you mean " + each.meant() + "?")));
  }

  /** The misspelt names in the conditions of a step itself. */
  static List<Misspelt> in(Step step) {
    List<Misspelt> found = new ArrayList<>();
    for (Expressions.Expression expression : Expressions.of(step)) {
      String text = expression.text().text();
      if (expression.language().equals("simple") && text != null) {
        for (String name : names(text)) {
          meant(name).ifPresent(meant -> found.add(new Misspelt(name, meant, expression.text())));
        }
      }
    }
    return found;
  }

  private static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    for (Pattern pattern : List.of(COMPARISON, REVERSED)) {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        String single = matcher.group("single");
        String literal = single == null ? matcher.group("double") : single;
        boolean ignoresCase = matcher.group("operator").endsWith("~");
        names.addAll(
            List.of((ignoresCase ? literal.toLowerCase(Locale.ROOT) : literal).split(",")));
      }
    }
    return names;
  }

  private static Optional<String> meant(String name) {
    if (NAMES.contains(name) || name.isBlank()) {
      return Optional.empty();
    }
    return SimilarNames.nearest(name, NAMES)
        .filter(match -> isMistake(name, match))
        .map(Match::name);
  }

  private static boolean isMistake(String name, Match match) {
    boolean isLonger = parts(name) > parts(match.name());
    return match.nearness() == Nearness.MISSPELT
        || (match.nearness() == Nearness.RELATED && !isLonger);
  }

  private static int parts(String name) {
    return name.split("[._-]").length;
  }
}
