package io.m2mbridge.check;

import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import org.jspecify.annotations.Nullable;

/** Makes findings of the sentences of a failed start. */
final class Sentences {
  private Sentences() {}

  /** Adds a sentence that ends in ": advice.". */
  static void add(
      Findings findings, FindingKind kind, Place place, @Nullable String where, String sentence) {
    int aims = sentence.indexOf(": to send ");
    int advice = aims == -1 ? sentence.lastIndexOf(": ") : aims;
    String text = sentence.replaceFirst("\\.$", "");
    findings.add(
        kind,
        place,
        where,
        advice == -1 ? text : text.substring(0, advice),
        advice == -1 ? "correct it" : text.substring(advice + 2));
  }
}
