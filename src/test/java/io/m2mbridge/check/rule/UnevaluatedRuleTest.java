package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnevaluatedRuleTest {
  private static EditedSite step(String yaml) {
    return new EditedSite()
        .insertBefore("event-operation-created", "forward-operation-created-once", yaml);
  }

  private static void has(String id, EditedSite site) {
    List<String> lines = site.lines();
    assertEquals(
        1, lines.stream().filter(line -> line.endsWith("[" + id + "]")).count(), lines::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setHeader: {name: Idempotency-Key, variable: \"${variable.eventKey}\"}",
        "- setHeader: {name: Idempotency-Key, simple: variable.eventKey}",
        "- setVariables: {variables: [{name: a, simple: \"variable.data[operationId]\"}]}"
      })
  void findsANameInPlaceOfAnExpression(String yaml) {
    has("expression-in-constant", step(yaml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: \"http://ledger.internal/operations/${variable.data[operationId]}\"",
        "- to:\n    uri: \"https://ledger.internal/x?id=${variable.data[operationId]}\"",
        "- to:\n    uri: http\n    parameters:\n      httpUri: \"ledger.internal/${variable.eventKeyEncoded}\"",
        "- to: \"kafka:events-${variable.eventLabel}\"",
        "- to: \"file:out/${variable.referenceId}\"",
        "- to: \"jms:queue:${variable.eventLabel}\"",
        "- to:\n    uri: smtp:mail.internal\n    parameters:\n      subject: \"New ${variable.event}\"",
        "- wireTap:\n    uri: \"http://audit.internal/${variable.eventLabel}\"\n    dynamicUri: false",
        "- to:\n    uri: sql\n    parameters:\n      dataSource: \"#dataSource\"\n      query: \"UPDATE x SET y = 1 WHERE id = '${variable.data[operationId]}'\"",
        "- to:\n    uri: sql\n    parameters:\n      dataSource: \"#dataSource\"\n      query: \"SELECT 'a' WHERE 'x' = ':#${variable.data[operationId]}'\"",
        "- to: \"{{site.ledger}}/${variable.data[operationId]}\""
      })
  void findsAnExpressionInAUriThatIsText(String yaml) {
    has("to-with-expression", step(yaml).set("site.ledger", "http://ledger.internal"));
  }

  @Test
  void findsOneInAStatementsFile() {
    has(
        "to-with-expression",
        step("- to:\n    uri: sql\n    parameters:\n      dataSource: \"#dataSource\"\n      query: file:sql/x.sql")
            .withResource("file:sql/x.sql", "UPDATE x SET y = '${variable.event}'"));
  }

  @Test
  void findsOneInASetting() {
    has(
        "to-with-expression",
        new EditedSite()
            .set("m2m.operation-created.forward", "http://x/${variable.data[operationId]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- wireTap: \"http://audit.internal/${variable.eventLabel}\"",
        "- toD: \"http://ledger.internal/operations/${variable.data[operationId]}\"",
        "- to:\n    uri: file:out\n    parameters:\n      fileName: \"${variable.data[operationId]}.json\"",
        "- to: \"file:out?fileName=${variable.data[operationId]}.json&doneFileName=${file:name}.done\"",
        "- to:\n    uri: micrometer:counter:x\n    parameters:\n      tags.outcome: \"${variable.outcome}\"",
        "- to:\n    uri: sql\n    parameters:\n      dataSource: \"#dataSource\"\n      noop: true\n      query: \"SELECT 1 WHERE 'a' = :#${variable.event} OR 'it''s' = :#${variable.data['linkId']} -- ${body}\"",
        "- to: \"bean:clock?method=millis(${variable.event})\"",
        "- to: \"http://ledger.internal/operations?id={{m2m.dispatch.workers}}\""
      })
  void allowsWhatEvaluates(String yaml) {
    assertEquals(
        List.of(),
        step(yaml).lines().stream().filter(line -> line.contains("expression")).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setHeader:\n    name: Idempotency-Key\n    constant: \"${variable.eventKeyEncoded}\"",
        "- setHeader:\n    name: x\n    expression:\n      constant:\n        expression: \"op-${variable.data[operationId]}\"",
        "- setVariable:\n    name: forwardBody\n    constant: \"${body}\"",
        "- setHeaders:\n    headers:\n      - name: x\n        constant: \"${variable.event}\""
      })
  void findsAnExpressionInAConstant(String yaml) {
    has("expression-in-constant", step(yaml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setHeader:\n    name: x\n    constant: \"100 $\"",
        "- setHeader:\n    name: x\n    constant: \"{{m2m.dispatch.workers}}\"",
        "- setHeader:\n    name: x\n    constant: \"$1\""
      })
  void allowsAConstant(String yaml) {
    assertEquals(List.of(), step(yaml).lines());
  }

  @Test
  void saysWhatToWrite() {
    String line = step("- to: \"http://ledger.internal/${variable.linkId}\"").lines().get(0);
    assertTrue(
        line.contains(
            "the step to takes ${variable.linkId} as it is written: write toD in place of to"),
        line);
  }
}
