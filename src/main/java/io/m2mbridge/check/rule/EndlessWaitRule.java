package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.ENDLESS_WAIT;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.Condition.Truth;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A step that waits without a limit holds a worker, of which all events have a few. */
final class EndlessWaitRule implements Rule {
  /** The option of a component that limits how long a call waits for its answer. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "seda", "timeout",
          "disruptor", "timeout",
          "jms", "requestTimeout",
          "activemq", "requestTimeout",
          "activemq6", "requestTimeout",
          "amqp", "requestTimeout",
          "netty-http", "requestTimeout");

  /** Ten minutes, in milliseconds. The back-off between attempts holds no worker. */
  private static final long LONGEST_DELAY = 600_000;

  /** A field that M2M's user or partner fills. */
  private static final Pattern OF_EVENT =
      Pattern.compile(".*\\$\\{variable\\.data\\b.*(metadata|deviceInfo|cancellationReason).*");

  private static final String TRY_LATER =
      "let the event fail instead: it is tried again with m2m.dispatch.back-off";

  @Override
  public void check(Site site, Findings findings) {
    Certainty certainty = new Certainty(site);
    EventWays.all(site).stream()
        .flatMap(Route::allSteps)
        .filter(step -> !step.isDisabled())
        .forEach(step -> check(site, certainty, step, findings));
  }

  private static void check(Site site, Certainty certainty, Step step, Findings findings) {
    switch (step.kind()) {
      case "pollEnrich", "poll" -> poll(site, step, findings);
      case "loop" -> loop(certainty, step, findings);
      case "delay" -> delay(site, step, findings);
      case "throttle" -> throttle(site, step, findings);
      default -> call(site, step, findings);
    }
  }

  private static void poll(Site site, Step step, Findings findings) {
    String timeout = step.value().text("timeout");
    boolean hasDefault = step.kind().equals("poll");
    if (timeout == null ? !hasDefault : isNegative(value(site, timeout))) {
      add(
          step,
          "the " + step.kind() + " waits without a limit for a message",
          "write timeout: 2000, and decide what happens without a message",
          findings);
    }
  }

  private static void loop(Certainty certainty, Step step, Findings findings) {
    boolean isWhile = "true".equals(step.value().text("doWhile"));
    if (isWhile && certainty.of(step) == Truth.TRUE) {
      add(
          step,
          "the condition of the loop is always true",
          "write a condition that becomes false",
          findings);
    }
  }

  private static void delay(Site site, Step step, Findings findings) {
    String millis = value(site, Values.constant(step.value()));
    if (isTooLong(millis)) {
      add(step, "the delay waits for more than ten minutes", TRY_LATER, findings);
    } else if (OF_EVENT.matcher(millis).matches()) {
      add(step, "the event decides how long the delay waits", TRY_LATER, findings);
    }
  }

  private static void throttle(Site site, Step step, Findings findings) {
    boolean isRejecting = "true".equals(step.value().text("rejectExecution"));
    if (!isRejecting && isTooLong(value(site, step.value().text("timePeriodMillis")))) {
      add(
          step,
          "the throttle may wait for more than ten minutes",
          "write rejectExecution: true: the event is tried again, and the attempt isn't counted",
          findings);
    }
  }

  private static boolean isTooLong(String millis) {
    return millis.matches("\\d{1,18}") && Long.parseLong(millis) > LONGEST_DELAY;
  }

  private static void call(Site site, Step step, Findings findings) {
    Call call = SiteRoutes.of(site).call(step);
    String option = call == null ? null : LIMITS.get(call.scheme());
    String limit = call == null || option == null ? null : call.options().get(option);
    if (call == null || limit == null || !Set.of("0", "-1").contains(limit.strip())) {
      return;
    }
    boolean isLeft = "Never".equals(call.options().get("waitForTaskToComplete"));
    if (!isLeft) {
      add(
          step,
          option + ": " + limit.strip() + " waits without a limit for the answer",
          "write a limit in milliseconds, such as " + option + ": 10000",
          findings);
    }
  }

  private static String value(Site site, @Nullable String text) {
    return text == null ? "" : new Placeholders(site).resolve(text).orElse("").strip();
  }

  private static boolean isNegative(String number) {
    return number.startsWith("-");
  }

  private static void add(Step step, String problem, String advice, Findings findings) {
    findings.add(
        ENDLESS_WAIT,
        step.place(),
        step.where(),
        problem + ", holds a worker meanwhile, and other events wait for it",
        advice);
  }
}
