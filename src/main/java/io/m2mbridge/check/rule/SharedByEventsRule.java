package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SHARED_BY_EVENTS;
import static io.m2mbridge.check.finding.FindingKind.UNREACHABLE_STEP;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Expressions;
import io.m2mbridge.check.source.Expressions.Expression;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import io.m2mbridge.check.source.YamlNode;
import java.util.regex.Pattern;

/** A key or a variable that several events have in common. */
final class SharedByEventsRule implements Rule {
  private static final String GLOBAL = "global:";

  /** A value of the event itself. */
  private static final Pattern OF_EVENT = Pattern.compile(".*\\$\\{(variable|body|header)\\b.*");

  /** A value that all events of one user, of one link or of one name have. */
  private static final Pattern SHARED =
      Pattern.compile(
          "(\\$\\{variables?[.:])?(referenceId|linkId|event|eventLabel)}?"
              + "|\\$\\{variables?[.:]data\\[(referenceId|linkId|userId|status)]}");

  @Override
  public void check(Site site, Findings findings) {
    EventWays.steps(site)
        .forEach(
            step -> {
              if (step.kind().equals("idempotentConsumer")) {
                consumer(site, step, findings);
              } else if (step.kind().startsWith("setVariable")) {
                Changing.assignments(step).forEach(each -> variable(step, each, findings));
              }
            });
  }

  private static void consumer(Site site, Step step, Findings findings) {
    String text = String.valueOf(step.value().text("idempotentRepository"));
    String repository = new Placeholders(site).replace(text).replaceFirst("^#(bean:)?", "");
    if (repository.matches("deliveries-(jdbc|caffeine)")) {
      findings.add(
          UNREACHABLE_STEP,
          step.place(),
          step.where(),
          "no event reaches its steps: " + repository + " has the key of each event already",
          "use a policy with ref: outside-once, or a repository of your own");
      return;
    }
    Expressions.of(step).stream()
        .findFirst()
        .filter(SharedByEventsRule::isShared)
        .ifPresent(
            key ->
                findings.add(
                    SHARED_BY_EVENTS,
                    key.text().place(),
                    step.where(),
                    "several events have the key "
                        + key.text().text()
                        + ", so that all but the first skip the steps, and count as done",
                    "take the variable eventKey as the key"));
  }

  private static boolean isShared(Expression key) {
    return key.language().equals("constant")
        || SHARED.matcher(String.valueOf(key.text().text()).strip()).matches();
  }

  private static void variable(Step step, YamlNode assignment, Findings findings) {
    String name = String.valueOf(assignment.text("name"));
    boolean isOfEvent =
        Expressions.of(assignment).stream()
            .anyMatch(
                each ->
                    each.language().matches("variable|header")
                        || OF_EVENT.matcher(String.valueOf(each.text().text())).matches());
    if (name.startsWith(GLOBAL) && isOfEvent) {
      findings.add(
          SHARED_BY_EVENTS,
          assignment.place(),
          step.where(),
          "all events that run at the same time share the variable "
              + name
              + ", so that one reads the value of another",
          "write " + name.substring(GLOBAL.length()) + ", a variable of the event");
    }
  }
}
