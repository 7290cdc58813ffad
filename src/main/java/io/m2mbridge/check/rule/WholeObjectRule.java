package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.NOT_A_PATH;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.Reference.Access;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import io.m2mbridge.event.EventFields;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An object of the event in a text is written as Java writes a map, which is no JSON. */
final class WholeObjectRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled() && step.kind().startsWith("set"))
        .forEach(step -> check(site, step, findings));
  }

  private static void check(Site site, Step step, Findings findings) {
    boolean isHeader = step.kind().startsWith("setHeader");
    for (Expressions.Expression expression : Expressions.of(step)) {
      YamlNode node = expression.text();
      String text = String.valueOf(node.text()).strip();
      boolean isVariable = expression.language().equals("variable");
      if (isVariable && isHeader && text.equals("data")) {
        add(site, step, node, text, findings);
      } else if (expression.language().equals("simple")) {
        Reference.in(text).stream()
            .filter(WholeObjectRule::isObject)
            // Alone it is the map itself, which marshal makes JSON of.
            .filter(each -> isHeader || !each.text().equals(text))
            .filter(each -> !isCompared(text, each))
            .findFirst()
            .ifPresent(each -> add(site, step, node, each.text(), findings));
      }
    }
  }

  /** Whether it names data, or an object in it. */
  private static boolean isObject(Reference reference) {
    List<Access> path = reference.path();
    if (!reference.isVariable("data")
        || !reference.text().endsWith("}")
        || path.stream().anyMatch(each -> !each.isField())) {
      return false;
    }
    String fields = path.stream().map(Access::name).collect(Collectors.joining("."));
    EventFields at = EventFields.UNION.at(fields);
    return at != null && (at.hasFields() || fields.isEmpty() || fields.equals("metadata"));
  }

  /** Whether an operator or a function takes the object. */
  private static boolean isCompared(String text, Reference reference) {
    String after = text.substring(text.indexOf(reference.text()) + reference.text().length());
    String before = text.substring(0, text.indexOf(reference.text()));
    return after.strip().matches("(?s)([!=]=|\\?:|\\?|:|contains|in)\\b?.*")
        || before.matches("(?s).*\\$\\{[^}]*");
  }

  private static void add(Site site, Step step, YamlNode node, String part, Findings findings) {
    findings.add(
        NOT_A_PATH,
        Places.of(site, node, part),
        step.where(),
        part
            + " is an object with fields, and becomes a text such as {name=value}, which is no JSON",
        "take one field of it, or set forwardBody to the variable data");
  }
}
