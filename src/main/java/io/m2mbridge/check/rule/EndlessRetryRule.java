package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.ENDLESS_REDELIVERY;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A step that each attempt of an event reaches takes away the end of its retries, if it sets the
 * attempt's number again or moves the time of the last attempt.
 */
final class EndlessRetryRule implements Rule {
  private static final String ATTEMPT = "attempt";
  private static final String RETRY_UNTIL = "retryUntil";
  private static final Pattern NOW =
      Pattern.compile("date:now|\\bnow\\(\\)|currentTimeMillis|Instant\\.now|exchangeCreated");

  /**
   * What is the same at each attempt of an event, and so decides the same; and the number itself.
   */
  private static final Pattern SAME =
      Pattern.compile(
          "\\$\\{variables?[.:](attempt|data|deliveryId|event|eventKey|eventKeyEncoded|eventLabel"
              + "|linkId|outcome|receivedAt|referenceId|run)\\b[^{}]*}");

  private static final Set<String> ENDS = Set.of("stop", "throwException", "rollback");

  @Override
  public void check(Site site, Findings findings) {
    for (Route route : EventWays.all(site)) {
      route
          .allSteps()
          .filter(step -> !step.isDisabled() && step.kind().startsWith("setVariable"))
          .forEach(step -> check(site, step, findings));
    }
  }

  private static void check(Site site, Step step, Findings findings) {
    Changing.assignments(step)
        .filter(each -> isEndless(each) && !isOnce(site, step, new HashSet<>()))
        .forEach(each -> add(step, String.valueOf(each.text("name")), findings));
  }

  private static boolean isEndless(YamlNode assignment) {
    String name = String.valueOf(assignment.text("name")).strip();
    return name.equals(ATTEMPT)
        || (name.equals(RETRY_UNTIL)
            && texts(Expressions.of(assignment)).anyMatch(text -> NOW.matcher(text).find()));
  }

  /** Whether something may keep later attempts away from a step, as far as the files show. */
  private static boolean isOnce(Site site, Step step, Set<Route> seen) {
    List<Step> around = step.ancestors();
    if (around.stream().anyMatch(EndlessRetryRule::keepsAway) || isEndedBefore(step, around)) {
      return true;
    }
    List<Step> callers = RouteGraph.of(site).callers(step.route());
    return seen.add(step.route())
        && !callers.isEmpty()
        && callers.stream().allMatch(caller -> isOnce(site, caller, seen));
  }

  private static boolean keepsAway(Step around) {
    return switch (around.kind()) {
      case "filter", "when" -> mayDiffer(around);
      case "otherwise" -> {
        Step choice = around.parent();
        yield choice != null && choice.children().stream().anyMatch(EndlessRetryRule::mayDiffer);
      }
      case "policy" -> !Policies.ref(around).equals(Policies.OWN_TRANSACTION);
      default -> false;
    };
  }

  /** Whether a condition before the step may end the later attempts. */
  private static boolean isEndedBefore(Step step, List<Step> around) {
    return step.route()
        .allSteps()
        .takeWhile(each -> each != step)
        .filter(each -> !around.contains(each) && ENDS.contains(each.kind()))
        .flatMap(end -> end.ancestors().stream())
        .anyMatch(EndlessRetryRule::mayDiffer);
  }

  /** Whether the condition of a branch may be another one at a later attempt. */
  private static boolean mayDiffer(Step branch) {
    return texts(Expressions.of(branch))
        .map(text -> SAME.matcher(text).replaceAll(""))
        .anyMatch(text -> text.contains("${") || text.contains("variable") || text.contains(":#"));
  }

  private static Stream<String> texts(List<Expressions.Expression> expressions) {
    return expressions.stream().map(each -> String.valueOf(each.text().text()));
  }

  private static void add(Step step, String name, Findings findings) {
    boolean isNumber = name.strip().equals(ATTEMPT);
    findings.add(
        ENDLESS_REDELIVERY,
        step.place(),
        step.where(),
        isNumber
            ? "each attempt sets the variable attempt here, so that m2m.dispatch.maximum-attempts"
                + " doesn't limit the attempts of the event"
            : "the time in retryUntil moves on with each attempt, so that the event is tried for"
                + " ever",
        isNumber
            ? "remove the step, or put it into the policy effects-once, which one attempt passes"
            : "count from the variable receivedAt, which stays the same");
  }
}
