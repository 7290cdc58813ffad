package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Generates an event that happens now, with new ids and times. */
final class FreshEvent {
  private static final Duration LINK_LIFETIME = Duration.ofMinutes(60);

  private FreshEvent() {}

  /**
   * Returns the envelope. An unknown event gets a link and a user.
   *
   * @param event the event's name
   * @param now the time of the event
   * @param api the origin for the reply to a data request, such as {@code http://127.0.0.1:8089}
   */
  static ObjectNode envelope(String event, Instant now, String api) {
    ObjectNode data =
        EventTemplates.EVENTS.contains(event)
            ? EventTemplates.data(event)
            : EventTemplates.JSON
                .createObjectNode()
                .put("linkId", "")
                .put("referenceId", "user_1001");
    String linkId = id("link_demo_");
    String dataRequestId = id("dr_demo_");
    replace(data, "linkId", linkId);
    replace(data, "dataRequestId", dataRequestId);
    replace(data, "operationId", id("op_"));
    replace(data, "url", "https://send.m2m.leapfinancial.com/" + linkId);
    replace(data, "replyEndpoint", api + "/partner/data-requests/" + dataRequestId);
    for (String past : List.of("createdAt", "openedAt", "cancelledAt")) {
      replace(data, past, EventTemplates.text(now));
    }
    replace(data, "expiresAt", EventTemplates.text(now.plus(LINK_LIFETIME)));
    return EventTemplates.root(event, now, data);
  }

  private static void replace(ObjectNode data, String field, String value) {
    if (data.has(field)) {
      data.put(field, value);
    }
  }

  private static String id(String prefix) {
    return prefix + Ids.random(12);
  }
}
