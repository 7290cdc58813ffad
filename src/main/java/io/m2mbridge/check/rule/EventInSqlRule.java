package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EVENT_IN_SQL;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A value of an event that becomes text of a statement can change what the statement does. */
final class EventInSqlRule implements Rule {
  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\s*(select\\b.+\\bfrom|insert\\s+into|update\\s+\\S+\\s+set|delete\\s+from"
              + "|merge\\s+into|call\\s+[\\w.]+\\s*\\(|with\\s+\\S+\\s+as\\s*\\(|truncate\\s+\\S+)\\b?.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Set<String> DYNAMIC =
      Set.of("toD", "wireTap", "recipientList", "enrich", "pollEnrich", "routingSlip");

  @Override
  public void check(Site site, Findings findings) {
    Origins origins = new Origins(site, new Bodies(site));
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .forEach(
            step -> {
              for (YamlNode node : texts(step)) {
                String text = String.valueOf(node.text());
                if (origins.text(step, text) != Origins.Origin.SITE) {
                  report(step, node, findings);
                }
              }
            });
  }

  /** The texts of a step that simple makes into a statement. */
  private static List<YamlNode> texts(Step step) {
    List<YamlNode> texts = new ArrayList<>();
    Call call = step.call();
    if (call != null && DYNAMIC.contains(step.kind())) {
      if (call.uri().startsWith("sql:") || call.uri().equals("sql")) {
        texts.add(call.node());
        YamlNode parameters = step.value().get("parameters");
        YamlNode query = parameters == null ? null : parameters.get("query");
        if (query != null) {
          texts.add(query);
        }
      }
      return texts;
    }
    Expressions.of(step).stream()
        .filter(each -> each.language().equals("simple"))
        .filter(each -> STATEMENT.matcher(String.valueOf(each.text().text())).matches())
        .forEach(each -> texts.add(each.text()));
    return texts;
  }

  private static void report(Step step, YamlNode node, Findings findings) {
    boolean isCall = step.call() != null;
    findings.add(
        EVENT_IN_SQL,
        node.place(),
        step.where(),
        "a value of the event becomes text of the statement, and can change what it does",
        isCall
            ? "call sql with to, and write the value as a parameter, such as"
                + " :#${variable.data[operationId]}"
            : "call sql with a query that has the value as a parameter, such as"
                + " :#${variable.data[operationId]}");
  }
}
