package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_VARIABLE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.finding.SimilarNames.Nearness;
import io.m2mbridge.check.rule.RouteGraph.Purpose;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import io.m2mbridge.event.EventFields;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A variable that nothing sets is null, and the step goes on with it. */
final class UnknownVariableRule implements Rule {
  private static final Map<Purpose, Set<String>> NAMES =
      Map.of(
          Purpose.EVENT, BridgeVariables.OF_EVENTS,
          Purpose.DATA_REQUEST, BridgeVariables.OF_DATA_REQUESTS,
          Purpose.NOTICE, BridgeVariables.OF_NOTICES,
          Purpose.WEBHOOK, BridgeVariables.OF_WEBHOOKS);

  /**
   * A name that is read.
   *
   * @param node where
   * @param part what the finding points to
   */
  private record Read(Step step, YamlNode node, String name, String part, boolean isRemoval) {}

  @Override
  public void check(Site site, Findings findings) {
    RouteGraph graph = RouteGraph.of(site);
    SetVariables set = SetVariables.in(site);
    Stream.concat(site.routes(), site.configurations())
        .flatMap(route -> Stream.concat(Stream.ofNullable(route.from()), route.allSteps()))
        .flatMap(step -> reads(site, step))
        .forEach(read -> check(site, graph, set, read, findings));
  }

  private static Stream<Read> reads(Site site, Step step) {
    Stream<Read> inTexts =
        EvaluatedTexts.of(site, step).stream()
            .filter(text -> !text.text().contains("$init{"))
            .flatMap(
                text ->
                    Reference.in(text.text()).stream()
                        .filter(each -> each.kind() == Reference.Kind.VARIABLE)
                        .map(each -> new Read(step, text.node(), each.name(), each.text(), false)));
    Stream<Read> inExpressions =
        Expressions.of(step).stream()
            .filter(each -> each.language().equals("variable"))
            .flatMap(each -> read(step, each.text(), each.text().text(), false));
    boolean isRemoval = step.kind().equals("removeVariable");
    YamlNode name =
        isRemoval || step.kind().equals("convertVariableTo") ? step.value().get("name") : null;
    YamlNode send = step.value().get("variableSend");
    return Stream.of(
            inTexts,
            inExpressions,
            name == null ? Stream.<Read>of() : read(step, name, name.text(), isRemoval),
            send == null ? Stream.<Read>of() : read(step, send, send.text(), false))
        .flatMap(reads -> reads);
  }

  private static Stream<Read> read(
      Step step, YamlNode node, @Nullable String name, boolean isRemoval) {
    return name == null ? Stream.of() : Stream.of(new Read(step, node, name, name, isRemoval));
  }

  private static void check(
      Site site, RouteGraph graph, SetVariables set, Read read, Findings findings) {
    String name = read.name();
    if (Placeholders.areIn(name) || name.contains("$") || name.startsWith("global:")) {
      return;
    }
    Set<String> known = known(graph, read.step());
    if (known.contains(name) || set.has(name, graph, read.step().route())) {
      return;
    }
    known.addAll(set.names());
    known.remove(name);
    Optional<String> similar =
        SimilarNames.nearest(name, known)
            .filter(match -> match.nearness() == Nearness.MISSPELT)
            .map(SimilarNames.Match::name);
    if (similar.isEmpty() && (set.isOpen() || read.isRemoval() || name.contains(":"))) {
      return;
    }
    boolean isElsewhere = BridgeVariables.ALL.contains(name);
    findings.add(
        UNKNOWN_VARIABLE,
        Places.of(site, read.node(), read.part()),
        read.step().where(),
        isElsewhere
            ? "the variable " + name + " is not set in the routes of events, and is null here"
            : "nothing sets the variable " + name + ", which is null here",
        advice(name, read.part(), similar));
  }

  private static String advice(String name, String part, Optional<String> similar) {
    String field = name.equals("id") ? "" : name;
    if (EventFields.UNION.has(field)) {
      return "write ${variable.data[" + name + "]}";
    }
    return similar
        .map(
            known ->
                "did you mean " + (part.startsWith("$") ? part.replace(name, known) : known) + "?")
        .orElse("set it before, or take a name from docs/variables.md");
  }

  private static Set<String> known(RouteGraph graph, Step step) {
    Set<String> known = new HashSet<>();
    Set<Purpose> purposes = graph.purposes(step.route());
    purposes.forEach(purpose -> known.addAll(NAMES.getOrDefault(purpose, BridgeVariables.ALL)));
    if (!purposes.equals(Set.of(Purpose.WEBHOOK))) {
      known.addAll(BridgeVariables.OF_EVENTS);
    }
    if (graph.events(step.route()).contains("user.data_request")) {
      known.addAll(BridgeVariables.OF_DATA_REQUESTS);
    }
    return known;
  }
}
