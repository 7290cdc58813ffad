package io.m2mbridge.check.rule;

import io.m2mbridge.check.finding.SimilarNames;
import io.m2mbridge.check.finding.SimilarNames.Nearness;
import io.m2mbridge.event.EventFields;
import java.util.Set;

/** The functions of the simple language that routes use most. */
final class SimpleFunctions {
  private static final Set<String> NAMES =
      Set.of(
          "variable",
          "variables",
          "variableAs",
          "header",
          "headers",
          "headerAs",
          "body",
          "bodyAs",
          "exchangeProperty",
          "exception",
          "exchangeId",
          "messageHistory",
          "bean",
          "properties",
          "date",
          "uuid",
          "random",
          "camelContext",
          "routeId",
          "file",
          "env",
          "sys",
          "replace",
          "substring",
          "uppercase",
          "lowercase",
          "trim",
          "concat",
          "isEmpty",
          "length",
          "size");

  private SimpleFunctions() {}

  /**
   * What to write instead of a function that doesn't exist.
   *
   * @param name the function's name
   * @param function the name and what follows it
   */
  static String advice(String name, String function) {
    if (BridgeVariables.ALL.contains(name)) {
      return "write ${variable." + function + "}";
    }
    if (EventFields.UNION.has(name)) {
      return "write ${variable.data[" + name + "]}";
    }
    return SimilarNames.nearest(name, NAMES)
        .filter(match -> match.nearness() == Nearness.MISSPELT)
        .map(match -> "did you mean " + match.name() + "?")
        .orElse("write ${variable.…}, ${header.…} or ${body}");
  }
}
