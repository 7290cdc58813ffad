package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Call;
import io.m2mbridge.check.source.Route;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.Step;
import java.util.List;

/**
 * Steps of the bridge's own routes for replies and for Kafka in front, which a merge or a clean-up
 * may lose. A step of another id that does the same is right.
 */
final class NeededStepsRule implements Rule {
  /**
   * A needed step.
   *
   * @param does what the step calls ({@code direct:x}), the bean that it runs ({@code ref:x}), or
   *     its name ({@code kind:x})
   * @param without what happens without it
   */
  private record Needed(String route, String id, String does, String without) {}

  private static final String NO_REPLY = "no data request is answered";

  private static final List<Needed> ALL =
      List.of(
          new Needed(
              "event-user-data-request",
              "answer-data-request",
              "direct:data-request-answer",
              NO_REPLY),
          new Needed(
              "data-request-answer",
              "check-data-request",
              "ref:check-data-request",
              "a reply may go to an address that isn't M2M's"),
          new Needed(
              "data-request-answer", "gather-and-reply", "direct:data-request-reply", NO_REPLY),
          new Needed("data-request-reply", "get-user-data", "direct:user-data-get", NO_REPLY),
          new Needed("data-request-reply", "build-reply", "ref:build-reply", NO_REPLY),
          new Needed("data-request-reply", "send-reply", "direct:reply-send", NO_REPLY),
          new Needed("reply-send", "put-until-taken", "direct:reply-put", NO_REPLY),
          new Needed("reply-put", "put-to-m2m", "direct:reply-call", NO_REPLY),
          new Needed(
              "reply-put",
              "read-answer",
              "ref:read-answer",
              "a reply that M2M refuses counts as sent"),
          new Needed(
              "reply-call",
              "strip-headers",
              "kind:removeHeaders",
              "headers of the event go to M2M"),
          new Needed(
              "reply-call",
              "set-reply",
              "kind:setBody",
              "the event goes to M2M in place of the reply"),
          new Needed(
              "event-forward",
              "start-clean",
              "kind:removeHeaders",
              "headers of earlier steps go to your endpoint"),
          new Needed(
              "event-intake-kafka",
              "verify-record",
              "ref:verify-signature",
              "anyone who can write to the topic can make events"),
          new Needed(
              "event-intake-kafka",
              "store-record",
              "direct:event-intake-store",
              "the records are lost"),
          new Needed(
              "event-intake-store", "read-record", "ref:read-envelope", "the records are lost"),
          new Needed(
              "event-intake-store",
              "store-delivery-of-record",
              "ref:store-record",
              "the records are lost"),
          new Needed(
              "event-intake-store",
              "first-record-only",
              "kind:idempotentConsumer",
              "each copy of a record counts as new"));

  @Override
  public void check(Site site, Findings findings) {
    for (Needed needed : ALL) {
      Route route = site.route(needed.route());
      if (route != null && route.allSteps().noneMatch(step -> is(step, needed))) {
        findings.add(
            STEP_MISSING,
            route.place(),
            route.name(),
            "the step " + needed.id() + " is missing, so that " + needed.without(),
            "put it back, as routes/" + needed.route() + ".camel.yaml of the release has it");
      }
    }
  }

  private static boolean is(Step step, Needed needed) {
    if (step.isDisabled()) {
      return false;
    }
    Call call = step.call();
    return needed.id().equals(step.id())
        || needed.does().equals("kind:" + step.kind())
        || needed.does().equals("ref:" + step.value().text("ref"))
        || (call != null && needed.does().equals("direct:" + call.direct()));
  }
}
