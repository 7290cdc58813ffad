package io.m2mbridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.reply.BuildReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of a site's before a forward, in the shipped routes; defined and not started. */
class ForwardBodyCheckTest {
  private static final String POLICY_END = "        - policy:\n            id: forward-";

  /** Names of beans of ours that the routes process an exchange by. */
  private static final List<String> OWN =
      List.of(
          "verify-signature",
          "read-envelope",
          "store-delivery",
          "store-record",
          "note-duration",
          "check-data-request",
          "build-reply",
          "read-answer");

  private final DefaultCamelContext context = new DefaultCamelContext();

  @BeforeEach
  void set() {
    var properties = context.getPropertiesComponent();
    properties.addLocation("classpath:m2m-bridge.properties");
    properties.addOverrideProperty("m2m.operation-created.forward", "jms:operations");
    context.getRegistry().bind("outside-once", new Object());
    for (String own : OWN) {
      context.getRegistry().bind(own, new BuildReply());
    }
    context.getRegistry().bind("masker", new Masker());
  }

  @AfterEach
  void close() throws Exception {
    context.close();
  }

  /** Of a site's. */
  public static final class Masker {
    public String mask(String body) {
      return body.replaceAll("\"last4\":\"[^\"]*\"", "\"last4\":null");
    }

    public void count(String body) {}

    public void change(Exchange exchange) {}
  }

  private void load(String name, String text) throws Exception {
    PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(name, text));
  }

  /** What is wrong with an event's route and event-forward, with steps before the forward. */
  private List<String> mistakes(String event, String steps, String... more) throws Exception {
    String forward = POLICY_END + event + "-once";
    String route = shipped("event-" + event).replace(forward, steps.indent(8) + forward);
    load("event.camel.yaml", route);
    load("forward.camel.yaml", shipped("event-forward"));
    for (int i = 0; i < more.length; i++) {
      load("more-" + i + ".camel.yaml", more[i]);
    }
    return RoutesCheck.mistakes(context, false).stream()
        .filter(mistake -> mistake.contains("changes the body"))
        .toList();
  }

  private static String shipped(String route) throws IOException {
    return Files.readString(Path.of("routes", route + ".camel.yaml"));
  }

  private static String sentence(String step, String route) {
    return "The step "
        + step
        + " of the route "
        + route
        + " changes the body before event-forward, which sends the event as it came: to send the"
        + " changed body, set the variable forwardBody after that step (setVariable, name:"
        + " forwardBody, simple: \"${body}\"); to send the event, move that step behind the forward.";
  }

  @Test
  void findsNothingInTheShippedRoutes() throws Exception {
    context.getPropertiesComponent().addOverrideProperty("m2m.forward.default", "jms:events");
    for (String route : LibraryRoutes.names()) {
      if (!route.startsWith("beans")) {
        load(route, Files.readString(Path.of("routes", route)));
      }
    }
    assertEquals(List.of(), RoutesCheck.mistakes(context, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setBody: {id: mask, simple: 'masked'}",
        "- setBody: {id: mask, variable: data}",
        "- transform: {id: mask, simple: 'masked'}",
        "- marshal: {id: mask, json: {}}",
        "- marshal: {id: mask, variableSend: data, json: {}}",
        "- unmarshal: {id: mask, json: {}}",
        "- unmarshal: {json: {}}\n- script: {simple: x}\n- marshal: {id: mask, json: {}}",
        "- script: {id: mask, expression: {simple: {expression: 'exchange.message.body = 1'}}}",
        "- convertBodyTo: {id: mask, type: java.util.Map}",
        "- bean: {id: mask, ref: masker, method: mask}",
        "- bean: {id: mask, ref: masker, method: change}",
        "- bean: {id: mask, ref: masker}",
        "- process: {id: mask, ref: masker}",
        "- to: {id: mask, uri: 'bean:masker?method=mask'}",
        "- to: {id: mask, uri: 'language:simple:x'}",
        "- to: {id: mask, uri: 'dataformat:json:unmarshal'}",
        "- to: {id: mask, uri: 'kamelet:mask-field-action?fields=x'}",
        "- toD: {id: mask, uri: 'bean:masker?method=mask'}",
        "- enrich: {id: mask, constant: 'http:rates.internal'}",
        "- pollEnrich: {id: mask, constant: 'file:masked'}",
        "- sort: {id: mask, simple: '${body}'}",
        "- multicast: {id: mask, aggregationStrategy: '#class:x.Y', steps: [{to: 'mock:a'}]}",
        "- split: {id: mask, simple: '${body}', aggregationStrategy: x, steps: [{to: 'mock:a'}]}",
        "- setBody: {id: mask, simple: 'masked'}\n- to: 'jms:audit'",
        "- filter: {simple: '${variable.linkId}', steps: [{setBody: {id: mask, constant: m}}]}",
        "- choice: {when: [{simple: '${variable.linkId}', steps: [{setVariable: {name: forwardBody,"
            + " constant: x}}]}], otherwise: {steps: [{setBody: {id: mask, constant: m}}]}}",
        "- doTry: {steps: [{setBody: {id: mask, constant: m}}], doCatch: [{exception:"
            + " [java.lang.Exception], steps: [{log: x}]}]}",
        "- policy: {id: p, ref: effects-once, steps: [{setBody: {id: mask, constant: m}}]}",
        "- setVariable: {name: before, simple: '${body}'}\n- setBody: {id: mask, constant: m}"
      })
  void refusesAStepThatChangesTheBody(String steps) throws Exception {
    assertEquals(
        List.of(sentence("mask", "event-operation-created")), mistakes("operation-created", steps));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: 'http:rates.internal'",
        "- to: 'http:rates.internal'\n- unmarshal: {json: {}}",
        "- to: {uri: 'http:rates.internal', variableReceive: rate}",
        "- setBody: {constant: ''}\n- to: 'https:rates.internal'",
        "- to: 'sql:SELECT 1'",
        "- to: {uri: file, parameters: {directoryName: accounting}}",
        "- delay: {constant: '2000'}",
        "- wireTap: {uri: 'http:audit.internal'}",
        "- multicast: {stopOnException: true, steps: [{to: 'file:a'}, {to: 'http:b'}]}",
        "- multicast: {steps: [{pipeline: {steps: [{setBody: {constant: x}}, {to: 'mock:a'}]}}]}",
        "- choice: {when: [{simple: '${variable.linkId}', steps: [{to: 'http:a'}]}], otherwise:"
            + " {steps: [{to: 'http:b'}]}}",
        "- setHeader: {name: Idempotency-Key, variable: eventKey}\n- to: 'http:a'",
        "- convertBodyTo: {type: String}",
        "- bean: {ref: masker, method: count}",
        "- log: x",
        "- enrich: {constant: 'http:rates.internal', variableReceive: rate}",
        "- unmarshal: {json: {}, variableReceive: event}",
        "- marshal: {json: {}, variableSend: data, variableReceive: forwardBody}",
        "- setBody: {simple: masked}\n- setVariable: {name: forwardBody, simple: '${body}'}",
        "- setVariables: {variables: [{name: forwardBody, simple: x}]}\n- setBody: {simple: masked}",
        "- unmarshal: {json: {}}\n- marshal: {json: {}}\n- to: {uri: 'bean:masker?method=mask',"
            + " variableReceive: forwardBody}",
        "- setVariable: {name: before, simple: '${body}'}\n- setBody: {constant: m}\n- to: 'file:a'"
            + "\n- setBody: {variable: before}",
        "- claimCheck: {operation: Push}\n- setBody: {constant: m}\n- to: 'file:a'\n- claimCheck:"
            + " {operation: Pop}",
        "- policy: {id: own, ref: outside-once, steps: [{setBody: {constant: m}}, {to: 'jms:a'}]}",
        "- filter: {simple: '${variable.linkId}', steps: [{setBody: {constant: m}}, {stop: {}}]}",
        "- setBody: {disabled: true, constant: m}"
      })
  void takesAStepThatDoesNot(String steps) throws Exception {
    assertEquals(List.of(), mistakes("operation-created", steps));
  }

  @Test
  void followsTheRoutesThatAreCalled() throws Exception {
    String route =
        """
        - route:
            id: mask-cards
            from:
              uri: direct:mask-cards
              steps:
                - setBody: {id: mask, constant: m}
        """;
    assertEquals(
        List.of(sentence("mask", "mask-cards")),
        mistakes("operation-created", "- to: 'direct:mask-cards'", route));
  }

  @Test
  void takesACalledRouteWhoseResultGoesElsewhere() throws Exception {
    String route =
        """
        - route:
            id: mask-cards
            from:
              uri: direct:mask-cards
              steps:
                - setBody: {id: mask, constant: m}
        """;
    assertEquals(
        List.of(),
        mistakes(
            "operation-created",
            "- to: {uri: 'direct:mask-cards', variableReceive: forwardBody}",
            route));
  }

  @Test
  void leavesAnEventAloneThatGoesNowhere() throws Exception {
    assertEquals(List.of(), mistakes("link-created", "- setBody: {id: mask, constant: m}"));
  }

  @Test
  void leavesARouteAloneThatIsNoEvents() throws Exception {
    String route =
        """
        - route:
            id: report
            from:
              uri: seda:report
              steps:
                - setBody: {id: mask, constant: m}
                - to: direct:event-forward
        """;
    assertEquals(List.of(), mistakes("operation-created", "", route));
  }

  @Test
  void namesAStepWithoutIdByItsKind() throws Exception {
    assertEquals(
        List.of(sentence("x", "event-operation-created").replace("The step x", "A step setBody")),
        mistakes("operation-created", "- setBody: {constant: m}"));
  }
}
