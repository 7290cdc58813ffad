package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.ABSENT_FIELD;
import static io.m2mbridge.check.finding.FindingKind.NOT_A_PATH;
import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_FIELD;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.finding.SimilarNames.Nearness;
import io.m2mbridge.check.rule.Reference.Access;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.event.EventFields;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A look into the variable {@code data}.
 *
 * @param told the steps that have a finding of a field that may be absent: one is enough
 */
record DataPath(
    Site site,
    RouteGraph graph,
    EvaluatedText text,
    Reference reference,
    Findings findings,
    Set<Step> told) {
  /** Objects that each operation has, by M2M's documents; a warning would be told too often. */
  private static final Set<String> ALWAYS = Set.of("amount", "currency");

  void check() {
    Set<String> events = graph.events(text.step().route());
    EventFields fields = EventFields.union(events.isEmpty() ? EventFields.events() : events);
    List<Access> path = reference.path();
    for (int i = 0; i < path.size(); i++) {
      Access access = path.get(i);
      if (!access.isField()) {
        member(fields, i);
        return;
      }
      EventFields below = fields.get(access.name());
      if (below == null) {
        unknown(fields, i, !events.isEmpty());
        return;
      }
      if (i + 1 < path.size() && below.isObject() && !access.isNullSafe()) {
        absent(i);
      }
      fields = below;
    }
  }

  private void member(EventFields fields, int i) {
    Access access = reference.path().get(i);
    boolean isPath = fields.hasFields();
    boolean isThere = isPath ? Members.hasMap(access.name()) : Members.hasValue(access.name());
    if (access.isCall() || isThere || fields.isObject() != isPath) {
      return;
    }
    String rest =
        isPath
            ? Reference.brackets(reference.path())
            : Reference.brackets(reference.path().subList(0, i));
    text.report(
        site,
        findings,
        NOT_A_PATH,
        reference,
        reference.text()
            + text.inFile()
            + " fails, because "
            + access.name()
            + " is taken as a method, which the value doesn't have",
        "write ${variable.data" + rest + "}" + (isPath ? "" : access.suffix()));
  }

  private void unknown(EventFields fields, int i, boolean isKnownEvent) {
    Access access = reference.path().get(i);
    String name = access.name();
    Optional<String> dotted = dotted(fields, name);
    boolean isDoubtful = !isKnownEvent || access.isNullSafe();
    Optional<String> similar = dotted.isPresent() ? dotted : similar(fields, name, isKnownEvent);
    if (name.isEmpty() || (isDoubtful && similar.isEmpty())) {
      return;
    }
    String before = "variable.data" + Reference.brackets(reference.path().subList(0, i));
    text.report(
        site,
        findings,
        UNKNOWN_FIELD,
        reference,
        "M2M's "
            + (isKnownEvent ? "event" : "events")
            + " has no field "
            + name
            + " there, and "
            + reference.text()
            + text.inFile()
            + (i + 1 < reference.path().size() && !access.isNullSafe()
                ? " fails the event"
                : " is null"),
        similar
            .map(known -> "did you mean ${" + before + "[" + known + "]}?")
            .orElse(
                "take one of "
                    + String.join(", ", fields.names())
                    + ", or write .get('"
                    + name
                    + "') if M2M sends it to you"));
  }

  private static Optional<String> dotted(EventFields fields, String name) {
    String path = name.replace(".", "][");
    return name.contains(".") && fields.paths().anyMatch(path::equals)
        ? Optional.of(path)
        : Optional.empty();
  }

  /** In an event that nobody knows, a name must be all but the same. */
  private static Optional<String> similar(EventFields fields, String name, boolean isKnownEvent) {
    Optional<String> elsewhere =
        fields.paths().filter(path -> path.endsWith("[" + name)).findFirst();
    if (elsewhere.isPresent() && isKnownEvent) {
      return elsewhere;
    }
    return SimilarNames.nearest(name, fields.names())
        .filter(
            match ->
                match.nearness() == Nearness.MISSPELT
                    || (isKnownEvent && match.nearness() == Nearness.RELATED))
        .map(SimilarNames.Match::name)
        .filter(
            known ->
                isKnownEvent
                    || known.equalsIgnoreCase(name)
                    || (known.length() > 5
                        && SimilarNames.distance(
                                known.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))
                            == 1));
  }

  private void absent(int i) {
    if (ALWAYS.contains(reference.path().get(i).name())
        || Guards.guards(text, reference, i)
        || text.isBroken(findings)
        || !told.add(text.step())) {
      return;
    }
    List<Access> path = reference.path();
    String name = path.get(i).name();
    boolean hasMethod = path.stream().anyMatch(each -> !each.isField());
    text.report(
        site,
        findings,
        ABSENT_FIELD,
        reference,
        "M2M may leave out "
            + name
            + ", and then "
            + reference.text()
            + text.inFile()
            + " fails the event",
        hasMethod
            ? "put it into a filter with the condition ${variable.data"
                + Reference.brackets(path.subList(0, i + 1))
                + "} != null"
            : "write ${variable.data" + Reference.nullSafe(path) + "}, which is null then");
  }
}
