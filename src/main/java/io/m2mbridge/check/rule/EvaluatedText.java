package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EXPRESSION_SYNTAX;
import static io.m2mbridge.check.finding.FindingKind.NEVER_TRUE;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import org.jspecify.annotations.Nullable;

/**
 * A text that Camel's simple language evaluates.
 *
 * @param step the step that evaluates it
 * @param node where it is written, or where its file is named
 * @param text the text itself, with its placeholders
 * @param use what the step does with it
 * @param file the file that has the text, such as {@code file:sql/ledger.sql}; null if the route
 *     has it
 */
record EvaluatedText(Step step, YamlNode node, String text, Use use, @Nullable String file) {
  /** What a step does with the result. */
  enum Use {
    /** A condition. */
    PREDICATE,
    /** A value, or a part of one. */
    EXPRESSION,
    /** Another language takes it and evaluates only what is in {@code ${…}}. */
    WITHIN
  }

  boolean isPredicate() {
    return use == Use.PREDICATE;
  }

  /** Adds a finding at the place of a reference in this text. */
  void report(
      Site site,
      Findings findings,
      FindingKind kind,
      Reference reference,
      String problem,
      String advice) {
    findings.add(kind, Places.of(site, node, reference.text()), step.where(), problem, advice);
  }

  /** Whether its step has a finding already that makes others of it idle. */
  boolean isBroken(Findings findings) {
    return findings.all().stream()
        .filter(each -> each.kind() == EXPRESSION_SYNTAX || each.kind() == NEVER_TRUE)
        .anyMatch(
            each ->
                step.where().equals(each.where())
                    && each.place().file().equals(node.place().file()));
  }

  /** The end of a sentence's subject: the file that has the text. */
  String inFile() {
    return file == null ? "" : " in " + file;
  }
}
