package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.SWALLOWED_FAILURE;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.rule.FailureHandlers.Handler;
import io.m2mbridge.check.source.Placeholders;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A failure that {@code onException} or a dead letter channel handles is none to the dispatcher.
 */
final class HandledFailureRule implements Rule {
  private static final Set<String> THROW = Set.of("throwException", "rollback", "process", "bean");

  /** Configurations that the bridge ships for webhooks. */
  private static final Set<String> OF_WEBHOOKS = Set.of("answer-failure");

  @Override
  public void check(Site site, Findings findings) {
    for (Route route : EventWays.all(site)) {
      if (!EventWays.isAside(route) && Work.of(site, route) != Work.NONE) {
        FailureHandlers.of(site, route).stream()
            .filter(handler -> swallows(site, handler))
            .forEach(handler -> handled(route, handler, findings));
      }
    }
  }

  private static boolean swallows(Site site, Handler handler) {
    YamlNode node = handler.node();
    if (handler.kind().equals("deadLetterChannel")) {
      return true;
    }
    return handler.isOnException()
        && (isTrue(site, node.get("handled")) || isTrue(site, node.get("continued")))
        && node.get("onWhen") == null
        && !throwsAgain(node);
  }

  private static boolean isTrue(Site site, @Nullable YamlNode node) {
    String value = Values.constant(node);
    return value != null && new Placeholders(site).resolve(value).orElse("").strip().equals("true");
  }

  private static boolean throwsAgain(YamlNode node) {
    return node.entries().stream()
            .anyMatch(entry -> THROW.contains(entry.name()) || throwsAgain(entry.value()))
        || node.items().stream().anyMatch(HandledFailureRule::throwsAgain);
  }

  private static void handled(Route route, Handler handler, Findings findings) {
    String end =
        " of the route "
            + route.name()
            + ", so that an event counts as done though a step of it failed";
    YamlNode configuration = route.value().get("routeConfigurationId");
    if (configuration != null && OF_WEBHOOKS.contains(String.valueOf(handler.owner()))) {
      findings.add(
          SWALLOWED_FAILURE,
          configuration.place(),
          route.name(),
          "the configuration "
              + handler.owner()
              + " answers webhooks, and handles each failure"
              + end,
          "write routeConfigurationId: settle");
    } else if (handler.isOnException()) {
      findings.add(
          SWALLOWED_FAILURE,
          handler.node().place(),
          handler.owner(),
          "onException handles a failure" + end,
          "remove handled and continued, so that the event is tried again");
    } else {
      findings.add(
          SWALLOWED_FAILURE,
          handler.node().place(),
          handler.owner(),
          "the deadLetterChannel handles each failure" + end,
          "use the deadLetterUri of event-dispatch, to which events go after the last attempt");
    }
  }
}
