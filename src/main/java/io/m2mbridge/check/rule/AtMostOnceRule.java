package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.AT_MOST_ONCE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What takes an event over in memory answers before the work is done. */
final class AtMostOnceRule implements Rule {
  private static final Set<String> QUEUES = Set.of("seda", "disruptor", "vm", "disruptor-vm");

  /** Queues of the bridge, whose messages don't matter to the event. */
  private static final Set<String> OF_THE_BRIDGE = Set.of("notify-trouble", "user-data-fresh");

  @Override
  public void check(Site site, Findings findings) {
    Set<String> settings = new HashSet<>();
    EventWays.steps(site)
        .filter(step -> step.ancestors().stream().noneMatch(Policies::isTransaction))
        .filter(step -> !isSetting(step) || settings.add(OutsideCalls.uri(site, step)))
        .forEach(step -> check(site, step, findings));
  }

  /** Whether a setting names the endpoint, as it may for several events. */
  private static boolean isSetting(Step step) {
    Call call = step.call();
    return call != null && call.uri().startsWith("{{");
  }

  private static void check(Site site, Step step, Findings findings) {
    String problem = problem(site, step);
    if (problem != null) {
      findings.add(
          AT_MOST_ONCE,
          step.place(),
          step.where(),
          problem + ", so that it is lost if the process ends or the work fails",
          "if it must not be lost, call it with a step to, in a policy outside-once");
    }
  }

  private static @Nullable String problem(Site site, Step step) {
    return switch (step.kind()) {
      case "wireTap" ->
          isOfTheBridge(site, step) ? null : "the wireTap sends a copy in the background";
      case "aggregate" ->
          "the aggregate keeps the event in memory, and the event counts as done before its group"
              + " is complete";
      case "resequence" -> "the resequence keeps the event in memory, and the event counts as done";
      case "onCompletion" ->
          Work.of(site, step) == Work.NONE
              ? null
              : "the onCompletion runs after the event, and its failure is only logged";
      case "sample" -> "the sample drops all events of a period but one, and they count as done";
      default -> queue(site, step);
    };
  }

  private static @Nullable String queue(Site site, Step step) {
    Call call = step.call();
    String uri = OutsideCalls.uri(site, step);
    Call broker = SiteRoutes.of(site).call(step);
    if (broker != null && isUnconfirmed(broker)) {
      return "the broker doesn't confirm that it has stored the event, which counts as done";
    }
    if (broker != null && isShortLived(broker)) {
      return "the broker drops the event if nobody has read it within timeToLive, and it counts as done";
    }
    if (call == null
        || !QUEUES.contains(uri.split("[:?]", 2)[0])
        || isOfTheBridge(site, step)
        || uri.contains("waitForTaskToComplete=Always")
        || "Always".equals(call.options().get("waitForTaskToComplete"))
        || !isRead(site, name(site, step))) {
      return null;
    }
    return "the queue "
        + name(site, step)
        + " keeps the event in memory, and the event counts as"
        + " done";
  }

  /** Whether the call returns before the broker has the message, or has it on its disk. */
  private static boolean isUnconfirmed(Call call) {
    return (call.scheme().startsWith("kafka")
            && "0".equals(call.options().get("requestRequiredAcks")))
        || (call.scheme().startsWith("jms")
            && "false".equals(call.options().get("deliveryPersistent")));
  }

  private static boolean isShortLived(Call call) {
    return call.scheme().startsWith("jms")
        && call.options().getOrDefault("timeToLive", "").matches("[1-9].*");
  }

  private static boolean isOfTheBridge(Site site, Step step) {
    return OF_THE_BRIDGE.contains(name(site, step));
  }

  private static String name(Site site, Step step) {
    Call call = step.call();
    String inUri = OutsideCalls.uri(site, step).replaceFirst("^[^:]*:?(//)?", "");
    String path = inUri.replaceFirst("\\?.*", "");
    return path.isEmpty() && call != null ? call.path() : path;
  }

  /** Whether a route reads the queue; a queue without one is another finding. */
  private static boolean isRead(Site site, String queue) {
    return site.routes()
        .map(Route::from)
        .filter(from -> from != null && from.call() != null)
        .anyMatch(from -> queue.equals(name(site, from)));
  }
}
