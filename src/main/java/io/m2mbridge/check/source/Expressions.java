package io.m2mbridge.check.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the expressions in a step. */
public final class Expressions {
  /** The languages that a step names by a key of their own. */
  private static final Set<String> LANGUAGES =
      Set.of(
          "simple",
          "csimple",
          "constant",
          "variable",
          "header",
          "exchangeProperty",
          "method",
          "ref",
          "tokenize",
          "groovy",
          "jsonpath",
          "jq",
          "xpath",
          "joor",
          "java",
          "mvel",
          "ognl",
          "spel",
          "hl7terser",
          "xquery",
          "datasonnet",
          "js",
          "python",
          "wasm");

  private Expressions() {}

  /**
   * An expression.
   *
   * @param language such as {@code simple}
   * @param text the node whose scalar is the expression
   * @param option the option of the step that takes it, such as {@code completionPredicate}; empty
   *     for the step's own expression
   * @param resultType the class that the result is converted to; null if it isn't converted
   */
  public record Expression(
      String language, YamlNode text, String option, @Nullable String resultType) {
    /** A step's own expression. */
    public Expression(String language, YamlNode text) {
      this(language, text, "", null);
    }
  }

  /** The expressions of a step itself, without those of the steps in it. */
  public static List<Expression> of(Step step) {
    return below(step.value());
  }

  /** The expressions in a mapping, such as one of the variables of {@code setVariables}. */
  public static List<Expression> below(YamlNode node) {
    List<Expression> found = new ArrayList<>();
    collect(node, "", found);
    return found;
  }

  /** The expressions in a part of a step, such as one of the headers that it sets. */
  public static List<Expression> of(YamlNode part) {
    List<Expression> found = new ArrayList<>();
    collect(part, "", found);
    return found;
  }

  private static void collect(YamlNode node, String option, List<Expression> found) {
    for (YamlNode.Entry entry : node.entries()) {
      YamlNode value = entry.value();
      YamlNode text = value.text() == null ? value.get("expression") : value;
      if (LANGUAGES.contains(entry.name()) && text != null && text.text() != null) {
        found.add(new Expression(entry.name(), text, option, value.text("resultType")));
      } else if (!RouteReader.BRANCHES.contains(entry.name())) {
        collect(value, entry.name().equals("expression") ? option : entry.name(), found);
      }
    }
    node.items().forEach(item -> collect(item, option, found));
  }

  /** The first expression's text in a mapping; null if it has none. */
  static @Nullable YamlNode in(YamlNode node) {
    List<Expression> found = new ArrayList<>();
    collect(node, "", found);
    return found.isEmpty() ? null : found.get(0).text();
  }
}
