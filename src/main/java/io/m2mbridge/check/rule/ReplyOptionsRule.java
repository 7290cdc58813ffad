package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;
import static io.m2mbridge.check.finding.FindingKind.USER_DATA_QUERY;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;

/** What the call of a reply sends, and whose data it holds. */
final class ReplyOptionsRule implements Rule {
  private static final String ROUTE = "reply-call";
  private static final String CACHE_KEY = "CamelCaffeineKey";
  private static final String METHOD = "CamelHttpMethod";

  @Override
  public void check(Site site, Findings findings) {
    Route route = site.route(ROUTE);
    if (route != null) {
      route.allSteps().filter(step -> !step.isDisabled()).forEach(step -> call(step, findings));
    }
    site.routes()
        .filter(each -> String.valueOf(each.id()).startsWith("user-data-"))
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled())
        .forEach(step -> keys(step, findings));
  }

  private static void call(Step step, Findings findings) {
    Call call = step.call();
    if (call != null
        && call.uri().startsWith("{{")
        && !"false".equals(call.options().get("throwExceptionOnFailure"))) {
      weak(
          step,
          "throwExceptionOnFailure isn't false, so that read-answer doesn't see a refusal of M2M",
          "write throwExceptionOnFailure: false",
          findings);
    }
    if (step.kind().equals("setBody")
        && Expressions.of(step).stream()
            .map(each -> String.valueOf(each.text().text()))
            .noneMatch(text -> text.contains("reply"))) {
      weak(
          step,
          "the body isn't the variable reply, so that M2M gets something else",
          "write variable, with reply as its expression",
          findings);
    }
    for (YamlNode header : EventInEndpointRule.headers(step)) {
      String method = Values.constant(header);
      if (METHOD.equals(header.text("name")) && method != null && !method.equals("PUT")) {
        weak(
            step,
            "the reply is sent by " + method + ", and M2M takes it by PUT alone",
            "write PUT",
            findings);
      }
    }
  }

  private static void weak(Step step, String problem, String advice, Findings findings) {
    findings.add(STEP_MISSING, step.place(), step.where(), problem, advice);
  }

  /** A key that users share gives one of them the data of another. */
  private static void keys(Step step, Findings findings) {
    for (YamlNode header : EventInEndpointRule.headers(step)) {
      if (CACHE_KEY.equals(header.text("name"))) {
        Expressions.of(header).stream()
            .filter(ReplyOptionsRule::isShared)
            .findFirst()
            .ifPresent(
                each ->
                    findings.add(
                        USER_DATA_QUERY,
                        each.text().place(),
                        step.where(),
                        "the cache's key is the same for several users, so that a reply holds the"
                            + " data of another user",
                        "take the variable referenceId as the key"));
      }
    }
  }

  private static boolean isShared(Expressions.Expression expression) {
    String text = String.valueOf(expression.text().text());
    return switch (expression.language()) {
      case "constant" -> true;
      case "simple" -> !text.contains("${") || text.matches("\\$\\{variables?[.:]event(Label)?}");
      case "variable" -> text.matches("event(Label)?");
      default -> false;
    };
  }
}
