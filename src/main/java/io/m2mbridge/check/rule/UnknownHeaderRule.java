package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_HEADER;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.Reference.Kind;
import io.m2mbridge.check.rule.RouteGraph.Purpose;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import io.m2mbridge.event.EventFields;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An event's message has no headers, until a step sets them or a call brings them. */
final class UnknownHeaderRule implements Rule {
  /** Components that bring no headers of their own, but Camel's. */
  private static final Set<String> BRING_NONE =
      Set.of("", "direct", "seda", "log", "micrometer", "sql", "jdbc", "file", "mock");

  /** A value of camel-sql that has a name alone. */
  private static final Pattern SQL_NAME = Pattern.compile("(?<!:):#(\\w+)");

  /** Steps of code, which may set any header. */
  private static final Set<String> CODE =
      Set.of(
          "process",
          "bean",
          "script",
          "enrich",
          "pollEnrich",
          "poll",
          "unmarshal",
          "recipientList");

  /** The project's routes that restore the headers before they return. */
  private static final Set<String> RESTORE =
      Set.of(
          "event-forward",
          "user-data-prefetch",
          "user-data-get",
          "user-data-lookup",
          "user-data-fresh",
          "data-request-answer",
          "data-request-reply",
          "reply-send",
          "reply-put",
          "reply-call",
          "reply-trouble",
          "data-request-end",
          "operation-notices");

  @Override
  public void check(Site site, Findings findings) {
    RouteGraph graph = RouteGraph.of(site);
    BodyChanges bodies = new BodyChanges(site, graph);
    site.routes()
        .filter(route -> graph.purposes(route).equals(Set.of(Purpose.EVENT)))
        .flatMap(Route::allSteps)
        .forEach(
            step -> {
              step(site, graph, step, findings);
              statement(site, graph, bodies, step, findings);
            });
  }

  /** camel-sql takes {@code :#name} from a body that is a map, and else from a header. */
  private static void statement(
      Site site, RouteGraph graph, BodyChanges bodies, Step step, Findings findings) {
    Call call = step.call();
    if (call == null || !EvaluatedOptions.SQL.contains(call.scheme())) {
      return;
    }
    Matcher value = SQL_NAME.matcher(EvaluatedTexts.statement(site, call));
    while (value.find()) {
      String name = value.group(1);
      if (bodies.isEvent(graph, step) && !isSet(graph, step, name)) {
        findings.add(
            UNKNOWN_HEADER,
            Places.of(site, call.node(), value.group()),
            step.where(),
            "the statement takes "
                + value.group()
                + " from a header, which nothing sets, and the event fails",
            advice(name).replace("${", ":#${"));
      }
    }
  }

  private static void step(Site site, RouteGraph graph, Step step, Findings findings) {
    for (EvaluatedText text : EvaluatedTexts.of(site, step)) {
      for (Reference reference : Reference.in(text.text())) {
        if (reference.kind() == Kind.HEADER) {
          read(site, graph, step, text.node(), reference.name(), reference.text(), findings);
        }
      }
    }
    for (Expressions.Expression expression : Expressions.of(step)) {
      String name = expression.text().text();
      if (expression.language().equals("header") && name != null) {
        read(site, graph, step, expression.text(), name, name, findings);
      }
    }
  }

  private static void read(
      Site site,
      RouteGraph graph,
      Step step,
      YamlNode node,
      String name,
      String part,
      Findings findings) {
    if (name.startsWith("Camel") || name.contains("{") || isSet(graph, step, name)) {
      return;
    }
    String variable = advice(name);
    findings.add(
        UNKNOWN_HEADER,
        Places.of(site, node, part),
        step.where(),
        "nothing sets the header " + name + " before this step, and it is null",
        part.startsWith("$")
            ? variable
            : variable.replaceAll("\\$\\{variable\\.(\\w+)}", "the variable $1"));
  }

  private static String advice(String name) {
    if (BridgeVariables.OF_EVENTS.contains(name)) {
      return "write ${variable." + name + "}";
    }
    return EventFields.UNION.has(name)
        ? "write ${variable.data[" + name + "]}"
        : "set it before, or read a variable";
  }

  private static boolean isSet(RouteGraph graph, Step step, String name) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Step before : graph.before(step)) {
      boolean isRestored =
          before.route() != step.route()
              && RESTORE.contains(String.valueOf(before.route().id()))
              && !isCaller(graph, before.route(), step.route());
      if (isRestored) {
        continue;
      }
      if (bringsHeaders(before)) {
        return true;
      }
      set.addAll(headers(before));
    }
    return set.contains(name) || set.contains(name.toLowerCase(Locale.ROOT));
  }

  private static boolean isCaller(RouteGraph graph, Route caller, Route called) {
    return graph.callers(called).stream().anyMatch(step -> step.route() == caller);
  }

  private static boolean bringsHeaders(Step step) {
    Call call = step.call();
    return CODE.contains(step.kind()) || (call != null && !BRING_NONE.contains(call.scheme()));
  }

  private static List<String> headers(Step step) {
    YamlNode value = step.value();
    if (step.kind().equals("setHeader") || step.kind().equals("convertHeaderTo")) {
      String name = value.text(step.kind().equals("setHeader") ? "name" : "toName");
      return name == null ? List.of() : List.of(name);
    }
    YamlNode headers = step.kind().equals("setHeaders") ? value.get("headers") : null;
    return headers == null
        ? List.of()
        : headers.items().stream().map(each -> String.valueOf(each.text("name"))).toList();
  }
}
