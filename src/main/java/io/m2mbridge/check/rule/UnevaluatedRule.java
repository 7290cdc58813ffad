package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.EXPRESSION_IN_CONSTANT;
import static io.m2mbridge.check.finding.FindingKind.TO_WITH_EXPRESSION;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An expression where Camel takes the text as it is written. */
final class UnevaluatedRule implements Rule {
  /** Steps whose URI is text. */
  private static final Set<String> STATIC = Set.of("to", "wireTap", "poll", "from");

  private static final Pattern EXPRESSION =
      Pattern.compile(
          "\\$\\{(?:variable|header|body|exchange|event|data|date|bean|properties|exception|uuid|env)"
              + "[^{}]*}");

  /** A value of a statement, or text in quotes, which may hold one by mistake. */
  private static final Pattern VALUE_OR_QUOTED =
      Pattern.compile(":#\\$\\{[^}]*}|'(?:[^':]|''|:(?!#\\$))*+(:#\\$\\{[^}]*})?[^']*'");

  private static final Set<String> NAMES = Set.of("variable", "header", "exchangeProperty");
  private static final Pattern WITHOUT_BRACES =
      Pattern.compile("(variable|header|exchangeProperty)\\.[\\w.?\\[\\]]+");

  private static final Pattern WHOLE = Pattern.compile("\\{\\{\\s*([\\w.-]+).*");

  @Override
  public void check(Site site, Findings findings) {
    Stream.concat(site.routes(), site.configurations())
        .flatMap(route -> Stream.concat(Stream.ofNullable(route.from()), route.allSteps()))
        .forEach(
            step -> {
              constants(site, step, findings);
              call(site, step, findings);
            });
  }

  private static void constants(Site site, Step step, Findings findings) {
    for (Expressions.Expression expression : Expressions.of(step)) {
      Matcher found = EXPRESSION.matcher(String.valueOf(expression.text().text()));
      if (expression.language().equals("constant") && found.find()) {
        findings.add(
            EXPRESSION_IN_CONSTANT,
            Places.of(site, expression.text(), found.group()),
            step.where(),
            "a constant isn't evaluated, so that the text " + found.group() + " itself is used",
            "write simple in place of constant");
      } else {
        name(step, expression, findings);
      }
    }
  }

  /** A name where an expression is read, or an expression where a name is. */
  private static void name(Step step, Expressions.Expression expression, Findings findings) {
    String language = expression.language();
    String text = String.valueOf(expression.text().text()).strip();
    if (NAMES.contains(language) && text.contains("${")) {
      findings.add(
          EXPRESSION_IN_CONSTANT,
          expression.text().place(),
          step.where(),
          "the language " + language + " reads the name of a " + language + ", not " + text,
          "write simple in place of " + language + ", or the name alone");
    } else if (step.kind().startsWith("set")
        && language.equals("simple")
        && WITHOUT_BRACES.matcher(text).matches()) {
      String content = text;
      findings.add(
          EXPRESSION_IN_CONSTANT,
          expression.text().place(),
          step.where(),
          "the text " + text + " itself is used, because it is not in ${}",
          "write ${" + content + "}");
    }
  }

  private static void call(Site site, Step step, Findings findings) {
    Call call = step.call();
    if (call == null || !STATIC.contains(step.kind()) || EvaluatedOptions.isDynamic(step)) {
      return;
    }
    if (EvaluatedOptions.SQL.contains(call.scheme())) {
      statement(site, step, call, findings);
      return;
    }
    String uri = call.uri();
    String resolved = new Placeholders(site).resolveSettings(uri).orElse("");
    Matcher setting = WHOLE.matcher(uri);
    if (setting.matches() && !uri.contains("${")) {
      ofSetting(step, setting.group(1), resolved, findings);
      return;
    }
    Matcher inPath = EXPRESSION.matcher(call.path());
    if (inPath.find()
        && (EvaluatedOptions.isPathLiteral(call.scheme()) || call.scheme().isEmpty())) {
      report(site, step, call.node(), inPath.group(), findings);
      return;
    }
    call.options()
        .forEach(
            (name, value) -> {
              Matcher inOption = EXPRESSION.matcher(value);
              if (inOption.find() && EvaluatedOptions.isLiteral(call.scheme(), name)) {
                report(site, step, option(step, call, name), inOption.group(), findings);
              }
            });
  }

  private static YamlNode option(Step step, Call call, String name) {
    YamlNode parameters = step.value().get("parameters");
    YamlNode option = parameters == null ? null : parameters.get(name);
    return option == null ? call.node() : option;
  }

  private static void report(
      Site site, Step step, YamlNode node, String expression, Findings findings) {
    findings.add(
        TO_WITH_EXPRESSION,
        Places.of(site, node, expression),
        step.where(),
        "the step " + step.kind() + " takes " + expression + " as it is written",
        step.kind().equals("to")
            ? "write toD in place of to, or put the value into a header or an option that is"
                + " evaluated"
            : step.kind().equals("wireTap") ? "remove dynamicUri: false" : "write a fixed value");
  }

  private static void ofSetting(Step step, String setting, String resolved, Findings findings) {
    String scheme = resolved.replaceAll(":.*", "");
    String path = resolved.replaceAll("\\?.*", "");
    Matcher found = EXPRESSION.matcher(path);
    if (found.find() && EvaluatedOptions.isPathLiteral(scheme)) {
      findings.add(
          TO_WITH_EXPRESSION,
          step.place(),
          step.where(),
          "the step to takes " + found.group() + " in the setting " + setting + " as it is written",
          "set it to direct: and a route of your own, which has a step toD");
    }
  }

  /** A value of a statement begins with {@code :#}; anything else is text. */
  private static void statement(Site site, Step step, Call call, Findings findings) {
    String query = call.path();
    boolean isFile = query.startsWith("file:") || query.startsWith("classpath:");
    String text = EvaluatedTexts.statement(site, call);
    String statement = text.replaceAll("--[^\\n]*", "");
    Matcher quoted = VALUE_OR_QUOTED.matcher(statement);
    while (quoted.find()) {
      if (quoted.group(1) == null) {
        continue;
      }
      findings.add(
          TO_WITH_EXPRESSION,
          Places.of(site, option(step, call, "query"), quoted.group(1)),
          step.where(),
          "the statement"
              + (isFile ? " in " + query : "")
              + " has "
              + quoted.group(1)
              + " in quotes, where it is no value",
          "remove the quotes around it");
      return;
    }
    Matcher found = EXPRESSION.matcher(statement);
    while (found.find()) {
      if (!statement.substring(0, found.start()).endsWith(":#")) {
        findings.add(
            TO_WITH_EXPRESSION,
            Places.of(site, option(step, call, "query"), found.group()),
            step.where(),
            "the statement"
                + (isFile ? " in " + query : "")
                + " has "
                + found.group()
                + " without :# before it, and takes it as text",
            "write :#" + found.group() + " without quotes around it");
        return;
      }
    }
  }
}
