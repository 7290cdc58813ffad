package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testkit.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The routes that an event passes, from the webhook to its end; the fewer, the easier to follow.
 */
@Tag("verify")
class RoutesOfEachEventTest {
  private static final String RECEIVED =
      "webhook-receive webhook-check webhook-first-delivery webhook-answer webhook-report ";

  private static final List<String> passed = Collections.synchronizedList(new ArrayList<>());
  private static DataRequests requests;

  @BeforeAll
  static void start() {
    requests = DataRequests.start();
    requests.bridge().context().getManagementStrategy().addEventNotifier(new Calls());
  }

  @AfterAll
  static void stop() {
    requests.close();
  }

  /** Notes each route that is entered by a call. What a notice passes is no event's way. */
  private static final class Calls extends EventNotifierSupport {
    @Override
    public void notify(CamelEvent event) {
      if (event instanceof ExchangeSendingEvent sending) {
        Exchange exchange = sending.getExchange();
        String uri = sending.getEndpoint().getEndpointUri();
        String from = String.valueOf(exchange.getFromRouteId());
        if (uri.startsWith("direct://") && !from.equals("notice-dispatch")) {
          synchronized (passed) {
            if (!passed.contains(from)) {
              passed.add(from);
            }
            passed.add(uri.substring("direct://".length()));
          }
        }
      }
    }
  }

  private static String pass(Event event, String key) {
    passed.clear();
    requests.bridge().send(event.toString());
    requests.bridge().await(key, "done");
    synchronized (passed) {
      // The answer and the event's own routes may be under way at the same time.
      List<String> all = new ArrayList<>();
      passed.stream().filter(name -> name.startsWith("webhook-")).forEach(all::add);
      passed.stream().filter(name -> !name.startsWith("webhook-")).forEach(all::add);
      return String.join(" ", all);
    }
  }

  @Test
  void ofALink() {
    requests.knows("l");
    String user = DataRequests.user("l");
    String created =
        pass(LinkRows.created("l_1").withText("data.referenceId", user), "link.created:l_1");
    assertEquals(
        RECEIVED
            + "event-dispatch event-link-created user-data-prefetch user-data-lookup event-forward",
        created);
    assertEquals(
        created.replace("event-link-created", "event-link-opened"),
        pass(LinkRows.opened("l_1").withText("data.referenceId", user), "link.opened:l_1"));
  }

  @Test
  void ofAnOperation() {
    assertEquals(
        RECEIVED + "event-dispatch event-operation-created operation-notices event-forward",
        pass(OperationRows.created("o_1"), "operation.created:o_1"));
    assertEquals(
        RECEIVED + "event-dispatch event-operation-cancelled event-forward",
        pass(OperationRows.cancelled("o_1"), "operation.cancelled:o_1"));
  }

  @Test
  void ofADataRequest() {
    requests.knows("asked");
    assertEquals(
        RECEIVED
            + "data-request-dispatch event-user-data-request data-request-answer"
            + " data-request-reply user-data-get user-data-lookup reply-send reply-put reply-call"
            + " data-request-end event-forward",
        pass(requests.event("asked"), DataRequests.key("asked")));
  }
}
