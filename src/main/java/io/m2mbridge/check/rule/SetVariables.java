package io.m2mbridge.check.rule;

import io.m2mbridge.check.rule.RouteGraph.Purpose;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The variables that the steps of a site set. */
final class SetVariables {
  private static final String OURS = "io.m2mbridge.";

  /** Languages and simple functions that set variables in their text. */
  private static final Pattern IN_TEXT =
      Pattern.compile(
          "setVariable\\(\\s*['\"]?([\\w:.-]+)|variables?(?:\\.put\\(|\\[)\\s*['\"]([\\w:.-]+)");

  private static final Set<String> CODE = Set.of("groovy", "java", "joor", "js", "python", "mvel");

  private final Map<String, Set<Route>> names = new HashMap<>();
  private final Set<String> beans = new HashSet<>();
  private boolean isOpen;

  private SetVariables() {}

  static SetVariables in(Site site) {
    SetVariables set = new SetVariables();
    for (RouteFile file : site.files()) {
      file.documents().forEach(set::beans);
      Matcher text = IN_TEXT.matcher(file.text());
      while (text.find()) {
        set.names.computeIfAbsent(
            text.group(1) == null ? text.group(2) : text.group(1),
            any -> new HashSet<>(file.routes()));
      }
    }
    Stream.concat(site.routes(), site.configurations())
        .flatMap(route -> Stream.concat(Stream.ofNullable(route.from()), route.allSteps()))
        .forEach(set::step);
    return set;
  }

  /**
   * Whether a step sets a variable. A variable of the bridge must be set for a route of the same
   * purpose, because the routes of webhooks set some that the routes of events don't see.
   */
  boolean has(String name, RouteGraph graph, Route reader) {
    if (BridgeVariables.ALL.contains(name)) {
      return names.getOrDefault(name, Set.of()).stream()
          .filter(setter -> !setter.isConfiguration())
          .anyMatch(
              setter ->
                  !Collections.disjoint(graph.purposes(setter), graph.purposes(reader))
                      || graph.purposes(setter).contains(Purpose.OTHER));
    }
    return names.containsKey(name)
        || names.keySet().stream()
            .anyMatch(set -> set.startsWith(name + ".") || name.startsWith("header:" + set + "."));
  }

  Set<String> names() {
    return names.keySet();
  }

  /** Whether code of the site may set any variable. */
  boolean isOpen() {
    return isOpen;
  }

  private void beans(YamlNode document) {
    for (YamlNode item : document.items()) {
      YamlNode list = item.get("beans");
      for (YamlNode bean : list == null ? List.<YamlNode>of() : list.items()) {
        if (String.valueOf(bean.text("type")).startsWith(OURS)) {
          beans.add(String.valueOf(bean.text("name")));
        }
      }
    }
  }

  private void step(Step step) {
    YamlNode value = step.value();
    switch (step.kind()) {
      case "setVariable" -> add(step, value.text("name"));
      case "setVariables" -> {
        YamlNode variables = value.get("variables");
        if (variables != null) {
          variables.items().forEach(each -> add(step, each.text("name")));
        }
      }
      case "convertVariableTo" -> add(step, value.text("toName"));
      case "process", "bean" -> code(value);
      default -> {
        if (Expressions.of(step).stream().anyMatch(each -> CODE.contains(each.language()))) {
          isOpen = true;
        }
      }
    }
    add(step, value.text("variableReceive"));
    add(step, value.text("toVariable"));
  }

  private void code(YamlNode value) {
    String ref = value.text() == null ? value.text("ref") : value.text();
    String type = value.text("beanType");
    boolean isOurs =
        type == null
            ? beans.contains(String.valueOf(ref).replaceFirst("^#(bean:)?", ""))
            : type.startsWith(OURS);
    isOpen |= !isOurs;
  }

  private void add(Step step, @Nullable String name) {
    if (name == null) {
      return;
    }
    if (name.contains("$") || name.contains("{{")) {
      isOpen = true;
    } else {
      names.computeIfAbsent(name, any -> new HashSet<>()).add(step.route());
    }
  }
}
