package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.MISSING_RESOURCE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A file that isn't there, and a file's name where it is taken as SQL. */
final class MissingResourceRule implements Rule {
  /** Options that hold SQL or the name of a file with SQL. */
  private static final Set<String> SQL_OPTIONS =
      Set.of("query", "onConsume", "onConsumeFailed", "onConsumeBatchComplete");

  /** Components whose path names a resource. */
  private static final Set<String> TEMPLATES =
      Set.of(
          "velocity",
          "freemarker",
          "mustache",
          "xslt",
          "xslt-saxon",
          "jslt",
          "jolt",
          "jsonata",
          "mvel",
          "string-template",
          "thymeleaf",
          "json-validator",
          "validator",
          "schematron");

  @Override
  public void check(Site site, Findings findings) {
    Stream.concat(site.routes(), site.configurations())
        .filter(route -> Precondition.isMet(site, route.value()))
        .flatMap(route -> Stream.concat(Stream.ofNullable(route.from()), route.allSteps()))
        .forEach(step -> check(site, step, findings));
  }

  private static void check(Site site, Step step, Findings findings) {
    Placeholders placeholders = new Placeholders(site);
    Call call = step.call();
    if (call != null) {
      boolean isSql = call.scheme().equals("sql");
      if (!call.options().containsValue(call.path())
          && (isSql || TEMPLATES.contains(call.scheme()))) {
        resource(site, step, call.node(), placeholders.replace(call.path()), isSql, findings);
      }
      for (Map.Entry<String, String> option : call.options().entrySet()) {
        resource(
            site,
            step,
            parameter(step, option.getKey(), call.node()),
            placeholders.replace(option.getValue()),
            isSql && SQL_OPTIONS.contains(option.getKey()),
            findings);
      }
    }
    for (Expressions.Expression expression : Expressions.of(step)) {
      String text = placeholders.replace(String.valueOf(expression.text().text()));
      if (text.startsWith("resource:")) {
        resource(
            site, step, expression.text(), text.substring("resource:".length()), false, findings);
      }
    }
  }

  private static YamlNode parameter(Step step, String name, YamlNode otherwise) {
    YamlNode parameters = step.value().get("parameters");
    YamlNode value = parameters == null ? null : parameters.get(name);
    return value == null ? otherwise : value;
  }

  private static void resource(
      Site site, Step step, YamlNode node, String value, boolean isSql, Findings findings) {
    String uri = value.strip().replaceFirst("^resource:", "");
    // An option file: of another component may be an endpoint, such as deadLetterUri.
    boolean isNamed =
        uri.startsWith("classpath:") || (uri.startsWith("file:") && (isSql || isTemplate(step)));
    if (isNamed && !uri.contains("${") && !uri.contains("{{")) {
      if (site.resource().apply(uri).isEmpty()) {
        findings.add(
            MISSING_RESOURCE,
            node.place(),
            step.where(),
            uri + " isn't there, or can't be read",
            uri.startsWith("file:")
                ? "write the file's path relative to the folder in which the bridge starts"
                : "write the path in the jar, or file: and a path for a file of your own");
      }
    } else if (isSql && uri.matches("[^\\s:?#$]+\\.sql")) {
      boolean isInJar = site.resource().apply("classpath:" + uri).isPresent();
      String right = (isInJar ? "classpath:" : "file:") + uri;
      findings.add(
          MISSING_RESOURCE,
          node.place(),
          step.where(),
          "without file: or classpath: the text " + uri + " is taken as SQL",
          "write " + right);
    }
  }

  private static boolean isTemplate(Step step) {
    Call call = step.call();
    return call == null || TEMPLATES.contains(call.scheme());
  }
}
