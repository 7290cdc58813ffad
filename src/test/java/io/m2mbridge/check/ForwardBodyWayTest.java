package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes on an event's way to a forward, whose steps change the body. */
class ForwardBodyWayTest extends StepsBeforeForward {
  /** Of a site's, called by a name of which a part may be known. */
  private static final String OTHERS =
      """
      - route:
          id: changes
          from:
            uri: direct:changes
            steps:
              - setBody: {id: mask, constant: m}
      - route:
          id: changes-later
          from:
            uri: seda:changes
            steps:
              - setBody: {id: mask, constant: m}
      - route:
          id: leaves
          from:
            uri: direct:leaves
            steps:
              - log: x
      """;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- recipientList: {id: list, constant: 'mock:a, direct:changes'}",
        "- recipientList: {id: list, constant: 'mock:a;direct:changes', delimiter: ';'}",
        "- recipientList: {id: list, simple: 'direct:chan${variable.end}'}",
        "- recipientList: {id: list, groovy: 'x ? \"direct:changes\" : \"mock:a\"'}",
        "- routingSlip: {id: slip, constant: 'direct:changes,mock:a'}",
        "- routingSlip: {id: slip, simple: 'mock:a,direct:${variable.name}'}",
        "- dynamicRouter: {id: router, simple: 'direct:chan${variable.end}'}",
        "- toD: {id: d, uri: 'direct:chan${variable.end}'}",
        "- toD: {id: d, uri: 'seda:chan${variable.end}'}"
      })
  void followsEachRouteThatAnExpressionMayName(String steps) throws Exception {
    String route = steps.contains("seda:") ? "changes-later" : "changes";
    assertEquals(List.of(sentence("mask", route)), mistakes("operation-created", steps, OTHERS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- routeConfiguration:\n    interceptSendToEndpoint:\n      - interceptSendToEndpoint:"
            + " {uri: 'direct:event-forward', steps: [{setBody: {id: mask, constant: m}}]}",
        "- interceptSendToEndpoint: {uri: 'direct:event-*', steps: [{setBody: {id: mask, constant:"
            + " m}}]}\n- from: {uri: 'direct:own', steps: [{log: x}]}"
      })
  void followsTheStepsBeforeASending(String interceptor) throws Exception {
    assertEquals(
        List.of(sentence("mask", "event-operation-created")),
        mistakes("operation-created", "", interceptor));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- recipientList: {constant: 'http:a, http:b'}\n- unmarshal: {json: {}}",
        "- recipientList: {variable: targets}",
        "- recipientList: {simple: 'http:a/${variable.linkId}'}",
        "- recipientList: {constant: 'mock:a,direct:leaves'}",
        "- toD: 'http:a/${variable.linkId}'",
        "- toD: 'direct:leav${variable.end}'"
      })
  void takesAnEndpointThatChangesNothing(String steps) throws Exception {
    assertEquals(List.of(), mistakes("operation-created", steps, OTHERS));
  }

  @Test
  void leavesAnInterceptorAloneThatNoRouteAsksFor() throws Exception {
    String interceptor =
        """
        - routeConfiguration:
            id: nobodys
            interceptSendToEndpoint:
              - interceptSendToEndpoint:
                  uri: direct:event-forward
                  steps:
                    - setBody: {constant: m}
        """;
    assertEquals(List.of(), mistakes("operation-created", "", interceptor));
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
}
