package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testkit.Bridge;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes as Camel reads them from YAML, defined and not started. */
class RoutesCheckTest {
  private static final String NOT_SERVED =
      "The route caller calls direct:nowhere, which no route serves: add a route from it, or fix"
          + " the name.";

  private final CamelContext context = new DefaultCamelContext();

  @BeforeEach
  void setProperties() {
    context.getPropertiesComponent().addInitialProperty("m2m.nowhere", "nowhere");
    context.getPropertiesComponent().addInitialProperty("m2m.served", "served");
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  private List<String> mistakes(boolean runsEvents, String... yaml) throws Exception {
    for (int i = 0; i < yaml.length; i++) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.fromString("routes-" + i + ".yaml", yaml[i]));
    }
    return RoutesCheck.mistakes(context, runsEvents);
  }

  private List<String> mistakes(String... yaml) throws Exception {
    return mistakes(false, yaml);
  }

  private static String route(String id, String steps) {
    return """
    - route:
        id: %1$s
        from:
          uri: direct
          parameters:
            name: %1$s
          steps:
    """
            .formatted(id)
        + steps.indent(10);
  }

  @Test
  void asksForRoutes() throws Exception {
    assertEquals(
        List.of(
            "There is no route: run in a folder with routes/*.camel.yaml, not in "
                + Path.of("").toAbsolutePath()
                + "."),
        mistakes());
  }

  @Test
  void takesWhatIsServed() throws Exception {
    assertEquals(
        List.of(),
        mistakes(
            route("served", "- log: x"),
            route(
                "caller",
                """
                - to: direct:served
                - to: direct://served
                - to: direct:served?block=false
                - to: "direct:{{m2m.served}}"
                - to: seda:somewhere
                - to:
                    uri: direct
                    parameters:
                      name: served
                - wireTap:
                    uri: direct:served
                - toD:
                    uri: direct:${variable.choice}
                """)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: direct:nowhere",
        "- to: direct://nowhere",
        "- to: \"direct:{{m2m.nowhere}}\"",
        "- to: \"direct:{{m2m.elsewhere:nowhere}}\"",
        "- to: direct:nowhere?block=false",
        "- toD: direct:nowhere",
        "- wireTap: {uri: \"direct:nowhere\"}",
        "- to: {uri: direct, parameters: {name: nowhere}}",
        "- to: {uri: direct, parameters: {name: \"{{m2m.nowhere}}\"}}",
        "- wireTap: {uri: direct, parameters: {name: nowhere}}",
        "- enrich: {expression: {constant: {expression: \"direct:nowhere\"}}}",
        "- recipientList: {expression: {constant: {expression: \"seda:a,direct:nowhere\"}}}",
        "- choice: {when: [{simple: \"${body}\", steps: [{to: \"direct:nowhere\"}]}]}",
        "- choice: {when: [{simple: \"${body}\", steps: [{log: x}]}], otherwise: {steps: [{to: \"direct:nowhere\"}]}}",
        "- doTry: {steps: [{to: \"direct:nowhere\"}], doFinally: {steps: [{log: x}]}}",
        "- doTry: {steps: [{log: x}], doCatch: [{exception: [java.lang.Exception], steps: [{to: \"direct:nowhere\"}]}]}",
        "- doTry: {steps: [{log: x}], doFinally: {steps: [{to: \"direct:nowhere\"}]}}",
        "- filter: {simple: \"${body}\", steps: [{to: \"direct:nowhere\"}]}",
        "- split: {simple: \"${body}\", steps: [{choice: {when: [{simple: \"${body}\", steps: [{to: \"direct:nowhere\"}]}]}}]}",
        "- multicast: {steps: [{to: \"direct:nowhere\"}]}",
      })
  void refusesDirectThatNothingServes(String step) throws Exception {
    assertEquals(List.of(NOT_SERVED), mistakes(route("caller", step)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"onException", "onCompletion"})
  void refusesDirectThatNothingServesInRouteConfiguration(String on) throws Exception {
    String configuration =
        """
        - routeConfiguration:
            id: failures
            %1$s:
              - %1$s:
                  %2$s
                  steps:
                    - to: direct:nowhere
        """
            .formatted(
                on,
                on.equals("onException")
                    ? "exception: [java.lang.Exception]"
                    : "mode: AfterConsumer");

    assertEquals(
        List.of(NOT_SERVED.replace("The route caller", "The routeConfiguration failures")),
        mistakes(configuration, route("caller", "- log: x")));
  }

  @Test
  void refusesDirectThatNothingServesInDeadLetterChannel() throws Exception {
    String configuration =
        """
        - routeConfiguration:
            id: failures
            errorHandler:
              deadLetterChannel:
                deadLetterUri: direct:nowhere
        """;

    assertEquals(
        List.of(NOT_SERVED.replace("The route caller", "The routeConfiguration failures")),
        mistakes(configuration, route("caller", "- log: x")));
  }

  @Test
  void namesDirectThatNothingServesOnce() throws Exception {
    assertEquals(
        List.of(NOT_SERVED),
        mistakes(
            route("caller", "- to: direct:nowhere\n- to: direct:nowhere"),
            route("other", "- to: direct:nowhere")));
  }

  @Test
  void refusesRouteConfigurationThatDoesNotExist() throws Exception {
    String configuration =
        """
        - routeConfiguration:
            id: settle
            errorHandler:
              noErrorHandler: {}
        """;
    String route =
        """
        - route:
            id: caller
            routeConfigurationId: settle, setle
            from:
              uri: direct:caller
              steps:
                - log: x
        """;

    assertEquals(
        List.of(
            "The route caller names the routeConfigurationId setle, which doesn't exist: define it"
                + " in routes/on-failure.camel.yaml, or name one that does."),
        mistakes(configuration, route));
  }

  @Test
  void asksForTheRouteOfEachEvent() throws Exception {
    assertEquals(
        List.of(
            "The event route event-link-opened is missing: put"
                + " routes/event-link-opened.camel.yaml back, with that route id."),
        mistakes(
            true,
            route("event-link-created", "- log: x"),
            route("event-user-data-request", "- log: x"),
            route("event-operation-created", "- log: x"),
            route("event-operation-cancelled", "- log: x"),
            route("event-unknown", "- log: x")));
  }

  @Test
  void needsNoRouteOfEventWhereEventsAreOnlyForwarded() throws Exception {
    assertEquals(List.of(), mistakes(false, route("any", "- log: x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "'{{m2m.served}}' == 'other'", "{{?m2m.absent}}"})
  void refusesDirectThatOnlyARouteServesWhichIsLeftOut(String precondition) throws Exception {
    String leftOut =
        route("nowhere", "- log: x").replace("    from:", "    precondition: \"%s\"\n    from:");

    assertEquals(
        List.of(NOT_SERVED),
        mistakes(leftOut.formatted(precondition), route("caller", "- to: direct:nowhere")));
  }

  @Test
  void lacksNothingForARouteThatIsLeftOut() throws Exception {
    assertEquals(
        List.of(),
        mistakes(
            route("served", "- log: x"),
            route("caller", "- to: direct:nowhere")
                .replace(
                    "    from:", "    precondition: \"'{{m2m.served}}' != 'served'\"\n    from:")));
  }

  @Test
  void asksForTheIdOfACallThatIsMadeOnce() throws Exception {
    assertEquals(
        List.of(
            "A step policy with ref: outside-once in the route caller has no id: give it one, because"
                + " a call is recorded by it."),
        mistakes(route("caller", "- policy: {ref: outside-once, steps: [{to: 'mock:a'}]}")));
  }

  @Test
  void findsNothingInTheProjectsOwnRoutes(Bridge bridge) {
    assertEquals(List.of(), RoutesCheck.mistakes(bridge.context(), true));
  }
}
