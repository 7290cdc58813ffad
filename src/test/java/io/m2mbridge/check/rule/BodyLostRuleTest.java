package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyLostRuleTest {
  private static final String ONCE = "operation-created-effects-once";

  private static EditedSite before(String step, String yaml) {
    return new EditedSite().insertBefore("event-operation-created", step, yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setBody:\n    simple: \"new operation ${variable.data[operationId]}\"",
        "- set-body:\n    constant: x",
        "- transform:\n    simple: \"${variable.event}\"",
        "- unmarshal:\n    json: {}",
        "- to: http://rates.internal/usd",
        "- to:\n    uri: sql\n    parameters:\n      dataSource: \"#dataSource\"\n      query: SELECT 1",
        "- enrich:\n    constant: http://rates.internal/usd",
        "- to: direct:site"
      })
  void findsAChangeBeforeAStatementThatReadsTheEvent(String yaml) {
    List<String> lines =
        before(ONCE, yaml)
            .with(
                "site",
                "- from:\n    uri: direct:site\n    steps:\n      - setBody:\n          constant: x\n")
            .lines()
            .stream()
            .filter(line -> line.endsWith("[body-lost]"))
            .toList();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("record-operation after it reads the event"), lines.get(0));
  }

  @Test
  void findsAChangeInsideThePolicy() {
    assertTrue(
        before("record-operation", "- setBody:\n    constant: x")
            .lines()
            .get(0)
            .endsWith("[body-lost]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to:\n    uri: http://rates.internal/usd\n    variableReceive: rate",
        "- claimCheck:\n    operation: Set\n    key: x\n- setBody:\n    constant: x\n- claimCheck:\n    operation: Get\n    key: x",
        "- policy:\n    ref: outside-once\n    id: ask-once\n    steps:\n      - to: http://rates.internal/usd",
        "- wireTap: http://audit.internal",
        "- to:\n    uri: file:out\n    parameters:\n      fileName: x",
        "- setBody:\n    simple: \"${body}\"",
        "- to:\n    uri: sql\n    parameters:\n      dataSource: \"#dataSource\"\n      query: UPDATE x SET y = 1"
      })
  void allowsWhatLeavesTheBody(String yaml) {
    List<String> lines = before(ONCE, yaml).lines();
    assertEquals(List.of(), lines.stream().filter(line -> line.endsWith("[body-lost]")).toList());
  }

  @Test
  void allowsAChangeBehindTheStatements() {
    assertEquals(
        List.of(),
        before("forward-operation-created-once", "- setBody:\n    constant: x").lines().stream()
            .filter(line -> line.endsWith("[body-lost]"))
            .toList());
  }
}
