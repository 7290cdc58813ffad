package io.m2mbridge.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.testing.Bridge;
import io.m2mbridge.testing.Events;
import io.m2mbridge.testing.Rows;

/** What the tests of the two link events share. */
final class LinkRows {
  private LinkRows() {}

  static Events created(String linkId) {
    return Events.of("link.created").withText("data.linkId", linkId);
  }

  static Events opened(String linkId) {
    return Events.of("link.opened").withText("data.linkId", linkId);
  }

  static ObjectNode row(Bridge bridge, String linkId) {
    return Rows.row(bridge.sql(), "m2m_links", "link_id", linkId);
  }
}
