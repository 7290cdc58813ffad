package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.NOT_A_PATH;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.Reference.Access;
import io.m2mbridge.check.rule.Reference.Kind;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The variable {@code data} has the fields of the event, and the body is a text. */
final class FieldRule implements Rule {
  private static final String DATA = "data";

  /** The fields of an event's JSON next to {@code data}. */
  private static final Set<String> ENVELOPE = Set.of("event", "timestamp", DATA);

  @Override
  public void check(Site site, Findings findings) {
    RouteGraph graph = RouteGraph.of(site);
    BodyChanges bodies = new BodyChanges(site, graph);
    Set<Step> told = new HashSet<>();
    EvaluatedTexts.of(site)
        .forEach(
            text -> {
              for (Reference reference : Reference.in(text.text())) {
                if (isAlwaysNull(reference)) {
                  alwaysNull(site, text, reference, findings);
                } else if (reference.isVariable(DATA)) {
                  new DataPath(site, graph, text, reference, findings, told).check();
                } else if (reference.kind() == Kind.BODY) {
                  body(site, graph, bodies, text, reference, findings);
                } else {
                  textMethod(site, text, reference, findings);
                }
              }
            });
  }

  /**
   * Camel takes the question mark for a part of the variable's name, and finds no such variable.
   */
  private static boolean isAlwaysNull(Reference reference) {
    return reference.kind() == Kind.VARIABLE
        && !reference.path().isEmpty()
        && reference.path().get(0).isNullSafe()
        && reference.text().contains(reference.name() + "?[");
  }

  private static void alwaysNull(
      Site site, EvaluatedText text, Reference reference, Findings findings) {
    String variable = "${variable." + reference.name();
    text.report(
        site,
        findings,
        NOT_A_PATH,
        reference,
        reference.text()
            + text.inFile()
            + " is always null, because Camel takes "
            + reference.name()
            + "? for the variable's name",
        "write "
            + variable
            + Reference.brackets(reference.path()).replace("?", "")
            + "}, or "
            + variable
            + Reference.nullSafe(reference.path())
            + "} if M2M may leave it out");
  }

  private static void body(
      Site site,
      RouteGraph graph,
      BodyChanges bodies,
      EvaluatedText text,
      Reference reference,
      Findings findings) {
    if (reference.path().isEmpty()) {
      return;
    }
    Access first = reference.path().get(0);
    if ((first.isField() || (ENVELOPE.contains(first.name()) && !first.isCall()))
        && bodies.isEvent(graph, text.step())) {
      boolean isData = first.name().equals(DATA) && reference.path().size() > 1;
      List<Access> rest = isData ? reference.path().subList(1, reference.path().size()) : List.of();
      String field = isData ? "data" + Reference.brackets(rest) : "data[…]";
      text.report(
          site,
          findings,
          NOT_A_PATH,
          reference,
          reference.text() + text.inFile() + " fails, because the body is the event's JSON as text",
          first.name().equals("event")
              ? "write ${variable.event}"
              : "write ${variable." + field + "}");
    }
  }

  /** A file's ending that slid into the braces: {@code ${variable.eventKey.json}}. */
  private static void textMethod(
      Site site, EvaluatedText text, Reference reference, Findings findings) {
    boolean isText =
        reference.kind() == Kind.VARIABLE
            && Set.of("event", "eventKey", "eventKeyEncoded", "referenceId", "linkId")
                .contains(reference.name());
    if (isText && !reference.path().isEmpty()) {
      Access first = reference.path().get(0);
      if (first.isField() || !(first.isCall() || Members.hasText(first.name()))) {
        text.report(
            site,
            findings,
            NOT_A_PATH,
            reference,
            reference.text() + text.inFile() + " fails, because the variable is a text",
            "write ${variable." + reference.name() + "}" + first.suffix());
      }
    }
  }
}
