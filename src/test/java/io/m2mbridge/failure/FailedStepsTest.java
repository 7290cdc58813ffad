package io.m2mbridge.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailedStepsTest {
  private static final String ROUTES =
      """
      - routeConfiguration:
          id: settle
          errorHandler:
            noErrorHandler: {}
      - route:
          id: inner
          routeConfigurationId: settle
          from:
            uri: direct:inner
            steps:
              - throwException: {id: inner-step, exceptionType: java.lang.IllegalStateException, message: a value}
      - route:
          id: nested
          routeConfigurationId: settle
          from:
            uri: direct:nested
            steps:
              - choice:
                  id: by-anything
                  otherwise: {id: else, steps: [{to: {id: call-inner, uri: "direct:inner"}}]}
      - route:
          id: expression
          routeConfigurationId: settle
          from:
            uri: direct:expression
            steps:
              - setVariable: {id: count-it, name: x, expression: {simple: {expression: "${variable.event.none.more}"}}}
      - route:
          id: caught
          routeConfigurationId: settle
          from:
            uri: direct:caught
            steps:
              - doTry:
                  id: try-it
                  steps: [{to: {id: call-it, uri: "direct:inner"}}]
                  doCatch:
                    - exception: [java.lang.IllegalStateException]
                      steps: [{log: {id: say-so, message: x}}]
              - throwException: {id: later-step, exceptionType: java.io.IOException, message: x}
      - route:
          id: rethrown
          routeConfigurationId: settle
          from:
            uri: direct:rethrown
            steps:
              - doTry:
                  id: try-again
                  steps: [{to: {id: call-again, uri: "direct:inner"}}]
                  doCatch:
                    - exception: [java.lang.IllegalStateException]
                      steps:
                        - throwException: {id: as-another, exceptionType: java.io.IOException, message: x}
      - route:
          id: many
          routeConfigurationId: settle
          from:
            uri: direct:many
            steps:
              - multicast:
                  id: to-all
                  stopOnException: true
                  steps: [{to: {id: first-of-all, uri: "direct:inner"}}]
      - route:
          id: error
          routeConfigurationId: settle
          from:
            uri: direct:error
            steps:
              - to: {id: overflow, uri: "class:io.m2mbridge.failure.FailedStepsTest$Overflow?method=take"}
      - route:
          id: again
          errorHandler:
            defaultErrorHandler: {redeliveryPolicy: {maximumRedeliveries: 2, redeliveryDelay: 1, logExhausted: false}}
          from:
            uri: direct:again
            steps:
              - throwException: {id: third, exceptionType: java.io.IOException, message: x}
      - route:
          id: fine
          routeConfigurationId: settle
          from:
            uri: direct:fine
            steps:
              - log: {id: nothing, message: x}
      """;

  private CamelContext context;

  /** A step that fails with an error. */
  public static final class Overflow {
    public void take() {
      throw new StackOverflowError();
    }
  }

  @BeforeEach
  void start() throws Exception {
    context = new DefaultCamelContext();
    FailedSteps.watch(context);
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(ResourceHelper.fromString("routes.yaml", ROUTES));
    context.start();
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
  }

  private Exchange run(String route) {
    Exchange exchange = new DefaultExchange(context);
    FailedStep.watch(exchange);
    exchange.setVariable("event", "link.created");
    return context.createProducerTemplate().send("direct:" + route, exchange);
  }

  @ParameterizedTest
  @CsvSource({
    "inner, inner/inner-step",
    "nested, inner/inner-step",
    "expression, expression/count-it",
    "caught, caught/later-step",
    "rethrown, rethrown/as-another",
    "many, inner/inner-step",
    "error, error/overflow",
    "again, again/third"
  })
  void namesTheInnermostStepThatFailed(String route, String place) {
    Exchange failed = run(route);

    assertEquals(place, String.valueOf(FailedStep.of(failed, failed.getException())));
  }

  @Test
  void namesNoneWhereNoneFailed() {
    assertNull(FailedStep.of(run("fine"), new IllegalStateException()));
    Exchange failed = run("inner");
    assertNull(FailedStep.of(failed, new IllegalStateException("of something else")));
  }
}
