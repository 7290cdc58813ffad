package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An HTTP call that takes a refusal for a success needs a step that looks at the status. */
final class HttpFailureRule implements Rule {
  private static final Set<String> HTTP = Set.of("http", "https", "vertx-http", "netty-http");
  private static final Set<String> CODE = Set.of("bean", "process", "script");
  private static final Pattern STATUS_RANGE = Pattern.compile("(?:.*[-,])?\\s*(\\d+)\\s*");
  private static final int FIRST_REFUSAL = 400;

  @Override
  public void check(Site site, Findings findings) {
    Set<String> seen = new HashSet<>();
    EventWays.steps(site).forEach(step -> check(site, step, seen, findings));
  }

  private static void check(Site site, Step step, Set<String> seen, Findings findings) {
    Call call = step.call();
    String uri = OutsideCalls.uri(site, step);
    if (call == null || !HTTP.contains(uri.split(":", 2)[0])) {
      return;
    }
    String option = accepting(site, call, uri);
    boolean isSetting = call.uri().startsWith("{{");
    if (option != null && !readsStatus(step) && (!isSetting || seen.add(uri))) {
      findings.add(
          SWALLOWED_FAILURE,
          step.place(),
          step.where(),
          option
              + (isSetting ? " in the setting of " + call.uri() : "")
              + " takes an answer such as 500 for a success, and no step after the call reads the"
              + " status, so that the event counts as done",
          "remove the option, or throw an exception if ${header.CamelHttpResponseCode} is no"
              + " success");
    }
  }

  /** The option that accepts a refusal; null if none does. */
  private static @Nullable String accepting(Site site, Call call, String uri) {
    if ("false".equals(option(site, call, uri, "throwExceptionOnFailure"))) {
      return "throwExceptionOnFailure=false";
    }
    String range = option(site, call, uri, "okStatusCodeRange");
    Matcher last = STATUS_RANGE.matcher(range == null ? "" : range);
    return last.matches() && Integer.parseInt(last.group(1)) >= FIRST_REFUSAL
        ? "okStatusCodeRange=" + range
        : null;
  }

  private static @Nullable String option(Site site, Call call, String uri, String name) {
    String value = call.options().get(name);
    if (value != null) {
      return new Placeholders(site).resolve(value).orElse("").strip();
    }
    Matcher inUri = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(uri);
    return inUri.find() ? inUri.group(1) : null;
  }

  /** Whether a step of the route after the call may look at the status. */
  private static boolean readsStatus(Step call) {
    return call.route()
        .allSteps()
        .dropWhile(step -> step != call)
        .skip(1)
        .anyMatch(
            step ->
                CODE.contains(step.kind())
                    || Expressions.of(step).stream()
                        .map(expression -> String.valueOf(expression.text().text()))
                        .anyMatch(text -> text.contains("CamelHttpResponseCode")));
  }
}
