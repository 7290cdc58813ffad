package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.NEVER_TRUE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.PossibleValues.Doubt;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A condition that no event can meet, or that each meets. */
final class NeverTrueRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    RouteGraph graph = RouteGraph.of(site);
    PossibleValues values = new PossibleValues(site, graph);
    EvaluatedTexts.of(site)
        .filter(text -> text.isPredicate() && !text.isBroken(findings))
        .forEach(text -> condition(site, values, text, findings));
  }

  private static void condition(
      Site site, PossibleValues values, EvaluatedText text, Findings findings) {
    List<List<Comparison>> alternatives = Comparison.alternatives(text.text());
    for (List<Comparison> all : alternatives) {
      for (Comparison each : all) {
        if (Placeholders.areIn(each.toString())) {
          continue;
        }
        if (each.hasLiterals() || each.left().equals(each.right())) {
          add(
              site,
              text,
              each,
              each.hasLiterals() ? "compares two constants" : "compares a value with itself",
              "put what you want to compare into ${…}",
              findings);
          continue;
        }
        DecimalComparison.check(site, text, each, findings);
        Doubt doubt = values.doubt(each, text.step());
        if (doubt != null) {
          add(site, text, each, doubt.problem(), doubt.advice(), findings);
        }
      }
      contradiction(site, text, all, findings);
    }
    tautology(site, text, alternatives, findings);
  }

  private static void contradiction(
      Site site, EvaluatedText text, List<Comparison> all, Findings findings) {
    Map<String, String> equals = new HashMap<>();
    for (Comparison each : all) {
      if (each.operator().equals("==") && each.hasLiteral()) {
        String other = equals.putIfAbsent(each.left(), each.literal());
        if (other != null && !other.equals(each.literal())) {
          add(
              site,
              text,
              each,
              "is never true together with " + each.left() + " == '" + other + "'",
              "write || in place of &&",
              findings);
        }
      }
    }
  }

  /** A value differs from one of two texts in any case. */
  private static void tautology(
      Site site, EvaluatedText text, List<List<Comparison>> alternatives, Findings findings) {
    Map<String, Set<String>> differs = new HashMap<>();
    for (List<Comparison> all : alternatives) {
      if (all.size() == 1 && all.get(0).operator().equals("!=") && all.get(0).hasLiteral()) {
        Comparison each = all.get(0);
        Set<String> others = differs.computeIfAbsent(each.left(), any -> new HashSet<>());
        others.add(each.literal());
        if (others.size() > 1) {
          add(
              site,
              text,
              each,
              "makes the condition always true, because the value can't be both",
              "write && in place of ||",
              findings);
        }
      }
    }
  }

  private static void add(
      Site site,
      EvaluatedText text,
      Comparison comparison,
      String problem,
      String advice,
      Findings findings) {
    findings.add(
        NEVER_TRUE,
        Places.of(site, text.node(), comparison.toString()),
        text.step().where(),
        comparison + " " + problem,
        advice);
  }
}
