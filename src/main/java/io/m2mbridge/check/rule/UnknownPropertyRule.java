package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.UNKNOWN_VARIABLE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An exchange property in place of a variable of the same name is null. */
final class UnknownPropertyRule implements Rule {
  private static final Pattern PROPERTY =
      Pattern.compile("exchangeProperty[.:?\\[]+['\"]?([\\w-]+)");

  @Override
  public void check(Site site, Findings findings) {
    Set<String> variables = new HashSet<>(BridgeVariables.ALL);
    variables.addAll(SetVariables.in(site).names());
    steps(site)
        .filter(step -> step.kind().equals("setProperty") || step.kind().equals("setProperties"))
        .flatMap(Changing::assignments)
        .forEach(each -> variables.remove(String.valueOf(each.text("name"))));
    steps(site)
        .filter(step -> !step.isDisabled())
        .forEach(step -> check(site, variables, step, findings));
  }

  private static Stream<Step> steps(Site site) {
    return Stream.concat(site.routes(), site.configurations()).flatMap(Route::allSteps);
  }

  private static void check(Site site, Set<String> variables, Step step, Findings findings) {
    for (EvaluatedText text : EvaluatedTexts.of(site, step)) {
      for (SimpleText.Function function : SimpleText.functions(text.text())) {
        Matcher property = PROPERTY.matcher(function.content().strip());
        if (property.lookingAt() && variables.contains(property.group(1))) {
          add(site, step, text.node(), property.group(1), findings);
        }
      }
    }
    for (Expressions.Expression each : Expressions.of(step)) {
      String name = String.valueOf(each.text().text()).strip();
      if (each.language().equals("exchangeProperty") && variables.contains(name)) {
        add(site, step, each.text(), name, findings);
      }
    }
  }

  private static void add(Site site, Step step, YamlNode node, String name, Findings findings) {
    findings.add(
        UNKNOWN_VARIABLE,
        Places.of(site, node, name),
        step.where(),
        "no step sets the exchange property " + name + ", which is null here",
        "read the variable of that name, as in ${variable." + name + "}");
  }
}
