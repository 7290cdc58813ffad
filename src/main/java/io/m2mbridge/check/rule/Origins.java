package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells whether an expression's value comes from an event, through the site's own variables too.
 */
final class Origins {
  /** Where a value comes from; the order is that of the danger. */
  enum Origin {
    /** The site: constants, settings, beans, or a row that its own query found. */
    SITE,
    /** An event, but an id, a number, a time or a code. */
    EVENT_ID,
    /** An event, and it may be any text. */
    EVENT_TEXT
  }

  /** Fields of {@code data} that may hold any text; the others are ids, codes, times, amounts. */
  private static final Set<String> FREE_FIELDS =
      Set.of(
          "metadata",
          "deviceInfo",
          "cancellationReason",
          "url",
          "replyEndpoint",
          "funding",
          "payout",
          "requiredFields");

  private static final Pattern VARIABLE =
      Pattern.compile("variables?(?:As\\([^)]*\\))?[.:?\\[]+'?\"?(?<name>[\\w-]+)(?<path>.*)");
  private static final Pattern HEADER =
      Pattern.compile("(?:in\\.)?headers?[.:?\\[]+'?\"?(?<name>[\\w.-]+)(?<path>.*)");
  private static final Pattern PROPERTY =
      Pattern.compile("exchangeProperty[.:?\\[]+'?\"?(?<name>[\\w.-]+)(?<path>.*)");
  private static final Pattern BODY =
      Pattern.compile(
          "(in\\.)?(body|bodyAs|bodyOneLine|prettyBody|mandatoryBodyAs|jsonpath|jq|xpath)\\b.*",
          Pattern.DOTALL);
  private static final Pattern FIRST_FIELD = Pattern.compile("[\\[.?'\"]+(?<field>[\\w-]+).*");

  /** Variables that the bridge sets to the whole of what it got or sends. */
  private static final Set<String> WHOLE = Set.of("forwardBody", "reply", "userData", "prefetched");

  private record Setter(Step step, Expressions.Expression expression) {}

  private final Bodies bodies;
  private final Map<String, List<Setter>> setters = new HashMap<>();
  private final Set<String> answers = new HashSet<>();
  private final List<String> path = new ArrayList<>();

  Origins(Site site, Bodies bodies) {
    this.bodies = bodies;
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .forEach(this::read);
  }

  private void read(Step step) {
    String received = step.value().text("variableReceive");
    if (received != null) {
      // The answer of a system that the site itself names.
      answers.add("Variable:" + received);
    }
    switch (step.kind()) {
      case "setVariable", "setHeader", "setProperty" -> read(step, step.value());
      case "setVariables" -> list(step, "variables");
      case "setHeaders" -> list(step, "headers");
      default -> {}
    }
  }

  private void list(Step step, String key) {
    YamlNode list = step.value().get(key);
    if (list != null) {
      list.items().forEach(item -> read(step, item));
    }
  }

  private void read(Step step, YamlNode value) {
    String name = value.text("name");
    for (Expressions.Expression expression : Expressions.of(value)) {
      setters
          .computeIfAbsent(kind(step) + name, key -> new ArrayList<>())
          .add(new Setter(step, expression));
    }
  }

  private static String kind(Step step) {
    String kind = step.kind().replaceFirst("^set", "").replaceFirst("s$", "");
    return kind + ":";
  }

  /** Where the value of an expression comes from. */
  Origin of(Step step, Expressions.Expression expression) {
    String text = String.valueOf(expression.text().text());
    return switch (expression.language()) {
      case "simple", "csimple" -> text(step, text);
      case "variable" -> function(step, "variable." + text);
      case "header" -> function(step, "header." + text);
      case "exchangeProperty" -> function(step, "exchangeProperty." + text);
      case "jsonpath", "jq", "xpath", "xquery", "tokenize" -> function(step, "body");
      default -> Origin.SITE;
    };
  }

  /** Where the values of the functions in a text come from. */
  Origin text(Step step, String text) {
    return SimpleText.functions(text).stream()
        .map(function -> function(step, function.content().strip()))
        .max(Origin::compareTo)
        .orElse(Origin.SITE);
  }

  /** Where the value of one function of simple comes from. */
  Origin function(Step step, String content) {
    Matcher variable = VARIABLE.matcher(content);
    if (variable.matches()) {
      return variable(variable.group("name"), variable.group("path"));
    }
    Matcher header = HEADER.matcher(content);
    if (header.matches()) {
      return set("Header:" + header.group("name"), Origin.EVENT_ID);
    }
    Matcher property = PROPERTY.matcher(content);
    if (property.matches()) {
      return set("Property:" + property.group("name"), Origin.SITE);
    }
    if (BODY.matcher(content).matches()) {
      return bodies.isPersonal(step) ? Origin.EVENT_TEXT : Origin.SITE;
    }
    return text(step, content);
  }

  private Origin variable(String name, String rest) {
    if (name.equals("data")) {
      Matcher field = FIRST_FIELD.matcher(rest);
      boolean isId = field.matches() && !FREE_FIELDS.contains(field.group("field"));
      return isId ? Origin.EVENT_ID : Origin.EVENT_TEXT;
    }
    return set("Variable:" + name, WHOLE.contains(name) ? Origin.EVENT_TEXT : Origin.EVENT_ID);
  }

  /** The most dangerous of what the site's steps set it to, or the other if no step sets it. */
  private Origin set(String key, Origin otherwise) {
    List<Setter> all = setters.getOrDefault(key, List.of());
    if (all.isEmpty()) {
      return answers.contains(key) ? Origin.SITE : otherwise;
    }
    if (path.contains(key)) {
      return Origin.SITE;
    }
    path.add(key);
    Origin worst =
        all.stream()
            .map(setter -> of(setter.step(), setter.expression()))
            .max(Origin::compareTo)
            .orElse(otherwise);
    path.remove(key);
    return worst;
  }
}
