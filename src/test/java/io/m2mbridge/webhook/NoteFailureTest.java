package io.m2mbridge.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.failure.FailedSteps;
import io.m2mbridge.inbox.StoreUnavailableException;
import io.m2mbridge.testing.Logs;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes with a step that fails, and the failure policy of webhooks. */
class NoteFailureTest {
  private final CamelContext context = new DefaultCamelContext();
  private final Logs logs = new Logs();
  private Exception failure = new IllegalStateException("a value of the event");

  @BeforeEach
  void start() throws Exception {
    FailedSteps.watch(context);
    context.getRegistry().bind("note-failure", new NoteFailure());
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            onException(Throwable.class).handled(true).onExceptionOccurredRef("note-failure");
            from("direct:webhook-receive")
                .routeId("webhook-receive")
                .process(NoteFailureTest.this::fail)
                .id("tell-the-chat");
          }
        });
    context.start();
  }

  private void fail(Exchange exchange) throws Exception {
    throw failure;
  }

  @AfterEach
  void stop() throws Exception {
    logs.close();
    context.close();
  }

  private Object reasonOf(String eventKey) {
    return context
        .createProducerTemplate()
        .send("direct:webhook-receive", exchange -> exchange.setVariable("eventKey", eventKey))
        .getVariable("reason");
  }

  @Test
  void namesTheStepThatFailedAndNoValue() {
    assertEquals("failed-step", reasonOf("link.opened:a"));
    assertEquals(
        List.of(
            "webhook link.opened:a is answered 503: IllegalStateException at"
                + " webhook-receive/tell-the-chat"),
        logs.of("m2m.webhook"));
  }

  @Test
  void keepsStrangersToTheLoggerThatIsLimited() {
    assertEquals("failed-step", reasonOf(null));
    assertEquals(List.of(), logs.of("m2m.webhook"));
    assertEquals(1, logs.of("m2m.webhook.stranger").size());
  }

  @Test
  void saysThatItCouldNotBeStored() {
    failure = new StoreUnavailableException("gone", null);
    assertEquals("store-unavailable", reasonOf("link.opened:a"));
    assertEquals(List.of(), logs.of("m2m.webhook"));
  }
}
