package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Follows personal data through the variables and headers that a site's own steps set. */
final class PersonalVariables {
  private static final Pattern NAME =
      Pattern.compile(
          "(?<kind>variable|header|exchangeProperty)s?[.:?\\[]+'?\"?(?<name>[\\w.-]+?)(\\W.*)?");

  /** The bridge's own: {@link Personal} decides, or the step that sets a notice is told. */
  private static final Set<String> KNOWN =
      Set.of("data", "userData", "reply", "prefetched", "notice", "noticeCause");

  private final Bodies bodies;
  private final Set<String> personal = new HashSet<>();

  PersonalVariables(Site site, Bodies bodies) {
    this.bodies = bodies;
    Map<Step, List<YamlNode>> setters = new HashMap<>();
    Stream.concat(site.routes(), site.configurations())
        .flatMap(Route::allSteps)
        .filter(step -> step.kind().startsWith("set"))
        .forEach(step -> setters.put(step, set(step)));
    boolean isNew = true;
    while (isNew) {
      isNew = false;
      for (Map.Entry<Step, List<YamlNode>> setter : setters.entrySet()) {
        for (YamlNode each : setter.getValue()) {
          boolean isPersonal =
              Expressions.of(each).stream().anyMatch(one -> isIn(setter.getKey(), one));
          isNew |= isPersonal && personal.add(kind(setter.getKey()) + each.text("name"));
        }
      }
    }
  }

  private static String kind(Step step) {
    return switch (step.kind()) {
      case "setHeader", "setHeaders" -> "header ";
      case "setProperty" -> "exchangeProperty ";
      default -> "variable ";
    };
  }

  private static List<YamlNode> set(Step step) {
    return switch (step.kind()) {
      case "setVariable", "setHeader", "setProperty" -> List.of(step.value());
      case "setVariables" -> items(step.value().get("variables"));
      case "setHeaders" -> items(step.value().get("headers"));
      default -> List.of();
    };
  }

  private static List<YamlNode> items(@Nullable YamlNode list) {
    return list == null ? List.of() : list.items();
  }

  /** Whether an expression of a step may give personal data. */
  boolean isIn(Step step, Expressions.Expression expression) {
    String language = expression.language();
    String text = expression.text().text();
    if (Personal.isIn(language, text, bodies.isPersonal(step))) {
      return true;
    }
    if (language.equals("simple")) {
      return SimpleText.functions(String.valueOf(text)).stream()
          .anyMatch(function -> isPersonal(function.content().strip()));
    }
    return isPersonal(language + "." + text);
  }

  private boolean isPersonal(String function) {
    Matcher name = NAME.matcher(function);
    return name.matches()
        && !KNOWN.contains(name.group("name"))
        && personal.contains(name.group("kind") + " " + name.group("name"));
  }
}
