package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.USER_DATA_QUERY;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A look-up of user data by HTTP asks by GET, and makes a map of the answer. */
final class LookUpRule implements Rule {
  private static final String ROUTE = "user-data-lookup";
  private static final Set<String> BY_HEADER = Set.of("CamelHttpMethod", "CamelHttpQuery");

  /** Steps that leave the body a text. */
  private static final Set<String> KEEPING =
      Set.of(
          "log",
          "setHeader",
          "setHeaders",
          "removeHeader",
          "removeHeaders",
          "setVariable",
          "setVariables",
          "removeVariable",
          "convertBodyTo");

  @Override
  public void check(Site site, Findings findings) {
    Route route = site.route(ROUTE);
    if (route == null) {
      return;
    }
    List<Step> steps = route.allSteps().filter(step -> !step.isDisabled()).toList();
    rows(site, steps, findings);
    for (Step step : steps) {
      Call call = step.call();
      if (call == null
          || !Set.of("to", "toD").contains(step.kind())
          || !OutsideCalls.uri(site, step).matches("https?:.*|https?")) {
        continue;
      }
      int at = steps.indexOf(step);
      if (steps.subList(0, at).stream().noneMatch(LookUpRule::choosesMethod) && !hasMethod(call)) {
        findings.add(
            USER_DATA_QUERY,
            step.place(),
            step.where(),
            "the look-up sends the event's body by POST, because no step sets the method",
            "set the header CamelHttpMethod to GET before the step");
      } else if (step.value().get("variableReceive") == null
          && steps.subList(at + 1, steps.size()).stream()
              .allMatch(each -> KEEPING.contains(each.kind()))) {
        findings.add(
            USER_DATA_QUERY,
            step.place(),
            step.where(),
            "the answer stays a text, of which no field is read",
            "add a step unmarshal with json: {} after it");
      }
    }
  }

  /** A second row tells that two users have one reference, so the reply would be of either. */
  private static void rows(Site site, List<Step> steps, Findings findings) {
    for (Step step : steps) {
      Call call = SiteRoutes.of(site).call(step);
      if (call != null
          && call.scheme().equals("jdbc")
          && call.options().getOrDefault("readSize", "").strip().equals("1")) {
        findings.add(
            USER_DATA_QUERY,
            step.place(),
            step.where(),
            "readSize: 1 hides that two users have the same reference, so that a reply may hold the"
                + " data of the other one",
            "write readSize: 2");
      }
    }
  }

  private static boolean hasMethod(Call call) {
    return call.options().containsKey("httpMethod") || call.uri().matches("[^?]*\\?.*=\\$\\{.*");
  }

  private static boolean choosesMethod(Step step) {
    if (step.kind().equals("setBody") || step.kind().equals("removeBody")) {
      return Expressions.of(step).stream()
          .map(each -> String.valueOf(each.text().text()).strip())
          .allMatch(text -> text.isEmpty() || text.equals("${null}"));
    }
    YamlNode headers = step.value().get("headers");
    return Stream.concat(
            Stream.ofNullable(step.value().text("name")),
            Stream.ofNullable(headers)
                .flatMap(list -> list.items().stream())
                .flatMap(each -> Stream.ofNullable(each.text("name"))))
        .anyMatch(BY_HEADER::contains);
  }
}
