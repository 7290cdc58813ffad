package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.LITERAL_SECRET;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A secret in a file of routes is in the version control and in every copy. */
final class LiteralSecretRule implements Rule {
  private static final Pattern SECRET_HEADER =
      Pattern.compile(
          "(Proxy-)?Authorization|Cookie|.*(api-?key|token|secret|password)",
          Pattern.CASE_INSENSITIVE);

  @Override
  public void check(Site site, Findings findings) {
    Set<String> told = new HashSet<>();
    Stream.concat(site.routes(), site.configurations())
        .flatMap(route -> Stream.concat(Stream.ofNullable(route.from()), route.allSteps()))
        .forEach(step -> step(step, told, findings));
    for (FileValues.Value value : FileValues.of(site)) {
      boolean isProperty = value.keys().contains("properties") && SecretText.isName(value.key());
      String text = value.text();
      if (!value.key().equals("description")
          && ((isProperty && SecretText.isLiteral(text)) || SecretText.isIn(text))) {
        report(value.node().place(), value.where(), value.key(), told, findings);
      }
    }
  }

  private static void step(Step step, Set<String> told, Findings findings) {
    Call call = step.call();
    if (call != null) {
      for (Map.Entry<String, String> option : call.options().entrySet()) {
        if (SecretText.isName(option.getKey()) && SecretText.isLiteral(option.getValue())) {
          YamlNode parameters = step.value().get("parameters");
          YamlNode node = parameters == null ? null : parameters.get(option.getKey());
          Place place = (node == null ? call.node() : node).place();
          report(place, step.where(), "the option " + option.getKey(), told, findings);
        }
      }
    }
    for (YamlNode header : EventInEndpointRule.headers(step)) {
      String name = String.valueOf(header.text("name"));
      for (Expressions.Expression expression : Expressions.of(header)) {
        if (SECRET_HEADER.matcher(name).matches()
            && List.of("constant", "simple").contains(expression.language())
            && SecretText.isLiteral(String.valueOf(expression.text().text()))) {
          report(expression.text().place(), step.where(), "the header " + name, told, findings);
        }
      }
    }
  }

  private static void report(
      Place place, @Nullable String where, String what, Set<String> told, Findings findings) {
    if (told.add(where + place.file())) {
      findings.add(
          LITERAL_SECRET,
          place,
          where,
          "the value of " + what + " is a secret that is written into the file",
          "write a placeholder, such as {{site.password}}, and set SITE_PASSWORD in the environment");
    }
  }
}
