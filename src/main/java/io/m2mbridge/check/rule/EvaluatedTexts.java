package io.m2mbridge.check.rule;

import io.m2mbridge.check.rule.EvaluatedText.Use;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Expressions.Expression;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the texts of a step that Camel's simple language evaluates. */
final class EvaluatedTexts {
  private static final Set<String> CONDITIONS = Set.of("filter", "when", "validate", "onWhen");

  private static final Set<String> CONDITION_OPTIONS =
      Set.of("onWhen", "completionPredicate", "handled", "continued", "retryWhile");

  /** A value of a statement of camel-sql. */
  private static final Pattern SQL_VALUE = Pattern.compile(":#(\\$\\{[^}]+})");

  private final Site site;
  private final Step step;
  private final List<EvaluatedText> found = new ArrayList<>();

  private EvaluatedTexts(Site site, Step step) {
    this.site = site;
    this.step = step;
  }

  /** The texts of a step itself, without those of the steps in it. */
  static List<EvaluatedText> of(Site site, Step step) {
    EvaluatedTexts texts = new EvaluatedTexts(site, step);
    Expressions.of(step).forEach(texts::expression);
    texts.message();
    Call call = step.call();
    if (call != null && EvaluatedOptions.isDynamic(step)) {
      texts.add(call.node(), call.uri(), Use.EXPRESSION);
      texts.parameters().forEach(each -> texts.add(each, each.text(), Use.EXPRESSION));
    } else if (call != null && EvaluatedOptions.SQL.contains(call.scheme())) {
      texts.statement(call);
    } else if (call != null) {
      texts.options(call);
    }
    return texts.found;
  }

  /** All texts of all routes and route configurations. */
  static Stream<EvaluatedText> of(Site site) {
    return Stream.concat(site.routes(), site.configurations())
        .flatMap(route -> Stream.concat(Stream.ofNullable(route.from()), route.allSteps()))
        .flatMap(step -> of(site, step).stream());
  }

  private void expression(Expression expression) {
    if (expression.language().equals("method")) {
      add(expression.text(), expression.text().text(), Use.WITHIN);
    } else if (expression.language().equals("simple") || expression.language().equals("csimple")) {
      add(expression.text(), expression.text().text(), use(expression));
    }
  }

  private Use use(Expression expression) {
    boolean isCondition =
        CONDITION_OPTIONS.contains(expression.option())
            || (expression.option().isEmpty() && CONDITIONS.contains(step.kind()))
            || (step.kind().equals("loop") && "true".equals(step.value().text("doWhile")));
    return isCondition ? Use.PREDICATE : Use.EXPRESSION;
  }

  private void message() {
    switch (step.kind()) {
      case "log" -> {
        YamlNode text = step.value().text() == null ? step.value().get("message") : step.value();
        add(text, text == null ? null : text.text(), Use.EXPRESSION);
      }
      case "throwException" ->
          add(step.value().get("message"), step.value().text("message"), Use.EXPRESSION);
      case "bean" -> add(step.value().get("method"), step.value().text("method"), Use.WITHIN);
      default -> {}
    }
  }

  private List<YamlNode> parameters() {
    YamlNode parameters = step.value().get("parameters");
    return parameters == null
        ? List.of()
        : parameters.entries().stream().map(YamlNode.Entry::value).toList();
  }

  /** Options that a component evaluates itself, such as {@code fileName}. */
  private void options(Call call) {
    call.options()
        .forEach(
            (name, value) -> {
              if (EvaluatedOptions.evaluates(call.scheme(), name)) {
                YamlNode parameters = step.value().get("parameters");
                YamlNode node = parameters == null ? null : parameters.get(name);
                add(
                    node == null ? call.node() : node,
                    value,
                    EvaluatedOptions.isCondition(name) ? Use.PREDICATE : Use.EXPRESSION);
              }
            });
  }

  /** The text of an SQL endpoint's statement; empty if it can't be read. */
  static String statement(Site site, Call call) {
    String query = new Placeholders(site).resolveSettings(call.path()).orElse("");
    return isFile(query) ? site.resource().apply(query).orElse("") : query;
  }

  private static boolean isFile(String query) {
    return query.startsWith("file:") || query.startsWith("classpath:");
  }

  private void statement(Call call) {
    YamlNode parameters = step.value().get("parameters");
    YamlNode written = parameters == null ? null : parameters.get("query");
    Matcher value = SQL_VALUE.matcher(statement(site, call));
    while (value.find()) {
      found.add(
          new EvaluatedText(
              step,
              written == null ? call.node() : written,
              value.group(1),
              Use.EXPRESSION,
              isFile(call.path()) ? call.path() : null));
    }
  }

  private void add(@Nullable YamlNode node, @Nullable String text, Use use) {
    if (node == null || text == null) {
      return;
    }
    if (!text.startsWith("resource:")) {
      found.add(new EvaluatedText(step, node, text, use, null));
      return;
    }
    String file = text.substring("resource:".length()).strip();
    site.resource()
        .apply(file)
        .ifPresent(content -> found.add(new EvaluatedText(step, node, content.strip(), use, file)));
  }
}
