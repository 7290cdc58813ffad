package io.m2mbridge.routes;

import io.m2mbridge.testkit.Event;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** The opening of a link of the test's own. */
abstract class OpenedLink {
  String id;

  String opened;

  @BeforeEach
  void drawId() {
    id = UUID.randomUUID().toString();
    opened = Event.of("link.opened").withText("data.linkId", id).toString();
  }
}
