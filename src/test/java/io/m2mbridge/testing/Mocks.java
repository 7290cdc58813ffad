package io.m2mbridge.testing;

import io.m2mbridge.testkit.Bridge;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;

/** Endpoints {@code mock:<name>} that a test sets as the site's. */
public final class Mocks {
  private Mocks() {}

  public static MockEndpoint mock(Bridge bridge, String name) {
    return bridge.context().getEndpoint("mock:" + name, MockEndpoint.class);
  }

  /** What a mock has received with an event's key, oldest first. */
  public static List<Exchange> received(Bridge bridge, String name, String eventKey) {
    return mock(bridge, name).getReceivedExchanges().stream()
        .filter(exchange -> eventKey.equals(exchange.getMessage().getHeader("m2mEventKey")))
        .toList();
  }
}
