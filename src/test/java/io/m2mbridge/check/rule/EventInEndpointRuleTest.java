package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventInEndpointRuleTest {
  @Test
  void saysWhatToWrite() {
    String line =
        OwnStep.finding(
            "event-in-endpoint",
            "- toD:\n    id: call-back\n    uri: ${variable.data[metadata][callback]}");
    assertTrue(
        line.startsWith(
            "routes/event-operation-created.camel.yaml:53:18: event-operation-created/call-back: "),
        line);
    assertTrue(line.contains("branch with choice"), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- toD: '${variable.data[replyEndpoint]}'",
        "- toD: {uri: 'http://${variable.data[metadata][host]}/x'}",
        "- toD: 'http://${header.host}/x'",
        "- toD: 'https://ledger.${variable.data[partner]}.internal/x'",
        "- toD: '${variable.data[scheme]}:x'",
        "- toD: 'jms:queue:${variable.data[metadata][queue]}'",
        "- recipientList: {simple: '${variable.data[metadata][callback]}'}",
        "- recipientList: {expression: {jsonpath: {expression: $.data.url}}}",
        "- enrich: {simple: 'http://${body[host]}/x'}",
        "- pollEnrich: {expression: {variable: {expression: data}}}",
        "- routingSlip: {variable: eventKey}",
        "- dynamicRouter: {simple: '${variable.referenceId}'}",
        "- wireTap: {uri: 'http://${variable.data[metadata][audit]}'}",
        "- setVariable: {name: callback, simple: '${variable.data[metadata][callback]}'}\n- toD: '${variable.callback}'",
        "- setHeader: {name: to, variable: referenceId}\n- recipientList: {header: to}",
        "- setHeader: {name: CamelHttpUri, simple: '${variable.data[url]}'}\n- to: http://x/"
      })
  void findsAnEndpointThatTheEventNames(String yaml) {
    OwnStep.finding("event-in-endpoint", yaml);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka.OVERRIDE_TOPIC", "CamelJmsDestinationName", "CamelHttpPath"})
  void findsAHeaderThatReplacesAPart(String header) {
    String yaml = "- setHeader: {name: " + header + ", simple: '%s'}\n- to: http://x.internal";
    OwnStep.finding("free-text-in-endpoint", yaml.formatted("/${variable.data[metadata][name]}"));
    OwnStep.isRight(yaml.formatted("/operations/${variable.eventKeyEncoded}"));
  }

  @Test
  void findsItInARouteThatAnotherCallsAndInAHandler() {
    OwnStep.finding(
        "event-in-endpoint",
        OwnStep.of("- to: direct:site")
            .with(
                "site",
                "- from:\n    uri: direct:site\n    steps:\n      - toD: '${body[data][url]}'\n"));
    OwnStep.finding(
        "event-in-endpoint",
        new EditedSite()
            .with(
                "site",
                "- routeConfiguration:\n    id: site\n    onException:\n      - onException:\n          exception: [java.lang.Exception]\n          steps:\n            - toD: '${variable.data[metadata][dead]}'\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {uri: 'file:out', parameters: {fileName: '${variable.data[metadata][name]}'}}",
        "- to: 'file:out?fileName=${variable.data[deviceInfo][platform]}.json'",
        "- setHeader: {name: CamelFileName, simple: '${variable.data[metadata][name]}.json'}\n- to: file:out",
        "- toD: 'file:out?fileName=${variable.data[metadata][name]}'",
        "- toD: 'http://ledger.internal/${variable.data[metadata][name]}'"
      })
  void warnsOfFreeText(String yaml) {
    OwnStep.finding("free-text-in-endpoint", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- toD: 'http://ledger.internal/operations/${variable.data[operationId]}'",
        "- toD: 'http://ledger.internal?id=${variable.data[operationId]}'",
        "- toD: '{{site.ledger.url}}/${variable.referenceId}'",
        "- toD: '${properties:site.ledger.url}/${variable.referenceId}'",
        "- toD: 'jms:queue:m2m.${variable.event}'",
        "- toD: 'file:out/${variable.referenceId}?fileName=${variable.data[operationId]}.json'",
        "- to: {uri: file, parameters: {directoryName: out, fileName: '${variable.eventKeyEncoded}-${date:now:yyyyMMdd}.json'}}",
        "- choice:\n    when:\n      - simple: \"${variable.data[amount][currency][send]} == 'USD'\"\n        steps:\n          - setVariable: {name: target, constant: 'http://usd.internal/'}\n    otherwise:\n      steps:\n        - setVariable: {name: target, simple: '{{site.ledger.url}}'}\n- toD: '${variable.target}'",
        "- to: {uri: sql, parameters: {query: 'SELECT url FROM partner WHERE id = :#${variable.referenceId}', outputType: SelectOne}, variableReceive: url}\n- toD: '${variable.url}'",
        "- recipientList: {constant: 'http://a/,http://b/'}",
        "- recipientList: {method: {ref: mapper, method: x}}",
        "- wireTap: {uri: 'http://audit.internal/operations'}",
        "- pollEnrich: {constant: 'file:in?fileName=rates.json'}"
      })
  void allowsIdsBehindAHostAndConstants(String yaml) {
    OwnStep.isRight(yaml);
  }
}
