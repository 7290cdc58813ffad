package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An event as if it had happened just now: with ids and times of its own. */
final class FreshEvent {
  private static final Duration LINK_LIFETIME = Duration.ofMinutes(60);

  private FreshEvent() {}

  /**
   * The envelope. An event that M2M doesn't have gets a link and a user.
   *
   * @param api where a data request is to be answered, {@code http://127.0.0.1:8089}, say
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
