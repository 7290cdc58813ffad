package io.m2mbridge.check.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A step of the bridge's own routes that an exchange with these values must reach.
 *
 * @param values of variables, by their names
 * @param target the route that is called, {@code kind:x} for a step, or the beginning of an
 *     endpoint that a setting names
 * @param without what happens without it
 */
record NeededWay(String route, Map<String, String> values, String target, String without) {
  private static final String NO_REPLY = "M2M gets no reply";

  static final List<NeededWay> ALL = all();

  private static List<NeededWay> all() {
    List<NeededWay> all =
        new ArrayList<>(
            List.of(
                new NeededWay(
                    "data-request-answer",
                    Map.of("requestVerdict", "open"),
                    "data-request-reply",
                    NO_REPLY),
                new NeededWay(
                    "data-request-reply", Map.of("fieldsSent", "dob"), "reply-send", NO_REPLY),
                new NeededWay(
                    "data-request-end",
                    Map.of("replyResult", "failed"),
                    "reply-trouble",
                    "a reply that M2M refuses counts as done"),
                new NeededWay(
                    "data-request-end",
                    Map.of("replyResult", "expired"),
                    "reply-trouble",
                    "a reply that missed its deadline counts as done"),
                new NeededWay(
                    "reply-put",
                    Map.of("replyResult", "retry", "replyAttempt", "1"),
                    "kind:throwException",
                    "a reply that M2M didn't take isn't sent again"),
                new NeededWay("reply-put", Map.of("replyAttempt", "1"), "reply-call", NO_REPLY),
                new NeededWay(
                    "notice-dispatch",
                    Map.of("noticeCause", "IOException"),
                    "notify-trouble",
                    "a notice of trouble is sent as news"),
                new NeededWay(
                    "event-forward",
                    Map.of("outcome", "quarantined", "event", "link.created"),
                    "{{m2m.unknown.forward",
                    "an event that can't be used goes elsewhere")));
    Spine.routesByEvent()
        .forEach(
            (event, route) ->
                all.add(
                    new NeededWay(
                        "event-forward",
                        Map.of("event", event, "outcome", "accepted"),
                        "{{m2m." + route.replaceFirst("^event-", "") + ".forward",
                        "the event " + event + " is sent to another endpoint or to none")));
    return all;
  }
}
