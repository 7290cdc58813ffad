package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.settings.ShippedRoutes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps that change the body before a forward, and those that don't. */
class ForwardBodyCheckTest extends StepsBeforeForward {
  @Test
  void findsNothingInTheShippedRoutes() throws Exception {
    context.getPropertiesComponent().addOverrideProperty("m2m.forward.default", "jms:events");
    for (String route : ShippedRoutes.names()) {
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
        "- setVariable: {name: before, simple: '${body}'}\n- setBody: {id: mask, constant: m}",
        "- setVariable: {name: before, simple: '${body}'}\n- setVariable: {name: before, constant: m}"
            + "\n- setBody: {id: mask, variable: before}",
        "- setBody: {id: mask, constant: '${body}'}",
        "- setBody: {id: mask, simple: '${variable.before.part}'}",
        "- multicast: {steps: [{to: 'mock:a'}, {setBody: {id: mask, constant: m}}]}",
        "- multicast: {steps: [{setBody: {id: mask, constant: m}}, {to: 'mock:a'}]}",
        "- claimCheck: {operation: Push}\n- setBody: {id: mask, constant: m}\n- claimCheck:"
            + " {operation: Pop, filter: 'header:*'}",
        "- claimCheck: {operation: Push}\n- setBody: {id: mask, constant: m}\n- claimCheck:"
            + " {operation: Pop, filter: '-body'}",
        "- claimCheck: {operation: Push}\n- setBody: {id: mask, constant: m}\n- claimCheck:"
            + " {operation: Push}\n- claimCheck: {operation: Pop}",
        "- setBody: {id: mask, constant: m, disabled: '{{site.on}}'}",
        "- convertBodyTo: {id: mask, type: String, charset: ISO-8859-1}",
        "- script: {id: mask, groovy: 'def body = 1; exchange.message.body = body'}",
        "- script: {id: mask, groovy: 'if (x) y = 1 else body = 2'}"
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
        "- multicast: {steps: [{pipeline: {steps: [{setBody: {constant: x}}, {to: 'http:a'}]}}]}",
        "- split: {simple: '${body}', steps: [{setBody: {constant: x}}]}",
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
        "- setProperty: {name: before, simple: '${body}'}\n- setBody: {constant: m}\n- removeHeaders:"
            + " {pattern: '*'}\n- setBody: {exchangeProperty: before}",
        "- setHeader: {name: before, simple: '${body}'}\n- setBody: {constant: m}\n- setBody:"
            + " {header: Before}",
        "- setHeaders: {headers: [{name: before, simple: '${body}'}]}\n- setBody: {constant: m}"
            + "\n- setBody: {simple: '${header.before}'}",
        "- claimCheck: {operation: Push}\n- setBody: {constant: a}\n- claimCheck: {operation: Push}"
            + "\n- setBody: {constant: b}\n- claimCheck: {operation: Pop}\n- claimCheck:"
            + " {operation: Pop}",
        "- claimCheck: {operation: Push}\n- setBody: {constant: m}\n- claimCheck: {operation: Pop,"
            + " filter: 'header:*,body'}",
        "- convertBodyTo: {type: String, charset: UTF-8}",
        "- convertBodyTo: {type: 'byte[]', charset: utf-8}",
        "- script: {groovy: 'def body = exchange.message.body; println body'}",
        "- script: {groovy: 'var body = 1'}",
        "- multicast: {steps: [{to: 'file:a'}, {to: 'http:b'}]}",
        "- setBody: {constant: m, disabled: '{{site.off}}'}",
        "- setBody: {disabled: true, constant: m}"
      })
  void takesAStepThatDoesNot(String steps) throws Exception {
    assertEquals(List.of(), mistakes("operation-created", steps));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${body} | ${variable:before}",
        "${in.body} | ${variableAs(before,String)}",
        "${bodyAs(String)} | ${variable[before]}",
        "${mandatoryBodyAs(String)} | ${variables.before}",
        "${body} | ${exchangeProperty.before}",
        "${body} | ${exchangeProperty[before]}",
        "${body} | ${header.before}",
        "${body} | ${headers[before]}",
        "${body} | ${in.header.before}",
        "${body} | ${body}"
      })
  void takesABodyThatIsPutBack(String body, String restored) throws Exception {
    String kind =
        restored.contains("eader")
            ? "Header"
            : restored.contains("Property") ? "Property" : "Variable";
    String keep = "- set%s: {name: before, simple: '%s'}\n".formatted(kind, body);
    String change = restored.equals("${body}") ? "" : "- setBody: {constant: m}\n";
    assertEquals(
        List.of(),
        mistakes("operation-created", keep + change + "- setBody: {simple: '" + restored + "'}"));
  }

  @Test
  void leavesAnEventAloneThatGoesNowhere() throws Exception {
    assertEquals(List.of(), mistakes("link-created", "- setBody: {id: mask, constant: m}"));
  }

  @Test
  void namesAStepWithoutIdByItsKind() throws Exception {
    assertEquals(
        List.of(sentence("x", "event-operation-created").replace("The step x", "A step setBody")),
        mistakes("operation-created", "- setBody: {constant: m}"));
  }
}
