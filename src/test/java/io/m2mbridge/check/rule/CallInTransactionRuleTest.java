package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallInTransactionRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"http://ledger.internal/operations", "jms:queue:x", "file:out", "direct:ledger"})
  void findsACall(String uri) {
    EditedSite site =
        new EditedSite()
            .with(
                "ledger",
                "- from:\n    uri: direct:ledger\n    steps:\n      - to: http://ledger.internal/\n")
            .insertBefore(
                "event-operation-created",
                "place-hold",
                "- to:\n    id: tell-ledger\n    uri: " + uri);

    assertEquals(1, site.lines().size(), site.lines()::toString);
    String line = site.lines().get(0);
    assertEquals("[call-in-transaction]", line.substring(line.lastIndexOf(' ') + 1), line);
  }

  @Test
  void namesFileLineRouteAndStep() {
    EditedSite site =
        new EditedSite()
            .insertBefore(
                "event-operation-created",
                "place-hold",
                "- to:\n    id: tell-ledger\n    uri: http://ledger.internal/operations");

    assertEquals(
        List.of(
            "routes/event-operation-created.camel.yaml:36:17: event-operation-created/tell-ledger: the call"
                + " to http is in the transaction of the policy effects-once, holds it as long as the call"
                + " takes, and is not undone if the transaction fails: move the step below the policy, into a"
                + " policy outside-once. [call-in-transaction]"),
        site.lines());
  }

  @Test
  void allowsACallAfterThePolicy() {
    assertEquals(
        List.of(),
        new EditedSite()
            .insertBefore(
                "event-operation-created",
                "forward-operation-created-once",
                "- to:\n    id: tell-ledger\n    uri: http://ledger.internal/operations")
            .lines());
  }
}
