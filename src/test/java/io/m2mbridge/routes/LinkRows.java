package io.m2mbridge.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.testing.Rows;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;

/** What the tests of the two link events share. */
final class LinkRows {
  private LinkRows() {}

  static Event created(String linkId) {
    return Event.of("link.created").withText("data.linkId", linkId);
  }

  static Event opened(String linkId) {
    return Event.of("link.opened").withText("data.linkId", linkId);
  }

  static ObjectNode row(Bridge bridge, String linkId) {
    return Rows.row(bridge.sql(), "m2m_links", "link_id", linkId);
  }
}
