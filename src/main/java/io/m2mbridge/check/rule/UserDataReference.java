package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.USER_DATA_QUERY;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The header from which the user data's query takes the user. */
final class UserDataReference {
  private static final String REFERENCE = "referenceId";
  private static final String ADVICE = "set the header referenceId to the variable referenceId";

  /** Steps of code, which may set the header too. */
  private static final Set<String> CODE = Set.of("process", "bean", "script", "toD");

  private UserDataReference() {}

  /** Checks the route that runs the query. */
  static void check(Site site, Route route, Findings findings) {
    Step query =
        route.allSteps().filter(step -> takesHeaders(step.call())).findFirst().orElse(null);
    if (query == null || !asks(site, route)) {
      return;
    }
    List<Step> before = route.allSteps().takeWhile(step -> step != query).toList();
    List<YamlNode> headers =
        before.stream()
            .filter(step -> !step.isDisabled())
            .flatMap(step -> EventInEndpointRule.headers(step).stream())
            .filter(header -> REFERENCE.equalsIgnoreCase(header.text("name")))
            .toList();
    boolean maySet =
        before.stream()
            .anyMatch(
                step -> CODE.contains(step.kind()) || RouteGraph.of(site).called(step) != null);
    if (headers.isEmpty() && !maySet) {
      findings.add(
          USER_DATA_QUERY,
          query.place(),
          query.where(),
          "no step sets the header referenceId, from which the query takes :?referenceId, so that"
              + " each look-up fails",
          ADVICE + " before the step");
    }
    headers.forEach(header -> value(query, header, findings));
  }

  private static boolean takesHeaders(@Nullable Call call) {
    return call != null
        && call.scheme().equals("jdbc")
        && "true".equals(call.options().get("useHeadersAsParameters"));
  }

  private static boolean asks(Site site, Route route) {
    return route
        .allSteps()
        .filter(step -> step.kind().equals("setBody"))
        .flatMap(step -> Expressions.of(step).stream())
        .map(each -> new Placeholders(site).replace(String.valueOf(each.text().text())))
        .anyMatch(text -> text.contains(":?" + REFERENCE));
  }

  /** The reference of each user, and not one value for all of them. */
  private static void value(Step query, YamlNode header, Findings findings) {
    for (Expressions.Expression each : Expressions.of(header)) {
      String text = String.valueOf(each.text().text()).strip();
      String variable =
          each.language().equals("variable")
              ? text
              : text.replaceFirst("^\\$\\{variables?[.:](\\w+)}$", "$1");
      boolean isOther = BridgeVariables.ALL.contains(variable) && !variable.equals(REFERENCE);
      boolean isConstant =
          each.language().equals("constant")
              || (each.language().equals("simple") && !text.contains("${"));
      if (isOther || isConstant) {
        findings.add(
            USER_DATA_QUERY,
            each.text().place(),
            query.where(),
            "the header referenceId is "
                + (isConstant ? "the same for each user" : "the variable " + variable)
                + ", so that the reply holds the data of another user, or none",
            ADVICE);
        return;
      }
    }
  }
}
