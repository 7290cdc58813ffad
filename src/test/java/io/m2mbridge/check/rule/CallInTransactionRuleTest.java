package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.CALL_IN_TRANSACTION;
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
            .set("camel.beans.warehouse", "#class:org.postgresql.ds.PGSimpleDataSource")
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
            .set("camel.beans.warehouse", "#class:org.postgresql.ds.PGSimpleDataSource")
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
            .set("camel.beans.warehouse", "#class:org.postgresql.ds.PGSimpleDataSource")
            .insertBefore(
                "event-operation-created",
                "forward-operation-created-once",
                "- to:\n    id: tell-ledger\n    uri: http://ledger.internal/operations")
            .lines());
  }

  private static void finds(String route, String step, String yaml, String where) {
    Found.only(
        new EditedSite()
            .set("camel.beans.warehouse", "#class:org.postgresql.ds.PGSimpleDataSource")
            .set("site.ledger.url", "https://ledger.internal")
            .insertBefore(route, step, yaml),
        CALL_IN_TRANSACTION,
        where);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {id: own, uri: \"{{site.ledger.url}}/operations\"}",
        "- to: {id: own, uri: \"{{site.none:http://ledger.internal}}\"}",
        "- toD: {id: own, uri: \"http://ledger.internal/${variable.linkId}\"}",
        "- wire-tap: {id: own, uri: \"direct:event-link-opened\"}",
        "- to: {id: own, uri: \"direct:event-forward\"}",
        "- enrich: {id: own, constant: \"http://rates.internal\"}",
        "- recipientList: {id: own, constant: \"http://a.internal,http://b.internal\"}",
        "- to: {id: own, uri: sql, parameters: {query: \"SELECT 1\", dataSource: \"#warehouse\"}}",
        "- delay: {id: own, constant: 2000}"
      })
  void findsOtherForms(String yaml) {
    finds("event-link-created", "note-creation", yaml, "event-link-created/own");
  }

  @Test
  void findsTheForwardMovedIntoThePolicy() {
    String forward =
        "- policy:\n    id: forward-link-created-once\n    ref: outside-once\n    steps:\n"
            + "      - to:\n          id: forward-link-created\n          uri: direct:event-forward\n";
    Found.only(
        new EditedSite()
            .set("camel.beans.warehouse", "#class:org.postgresql.ds.PGSimpleDataSource")
            .putInPlaceOf("event-link-created", "forward-link-created-once", "")
            .insertBefore("event-link-created", "note-creation", forward),
        CALL_IN_TRANSACTION,
        "event-link-created/forward-link-created");
  }

  @Test
  void findsACallInTheOwnTransactionOfAReply() {
    finds(
        "reply-put",
        "note-attempt",
        "- to: {id: own, uri: \"http://a.internal\"}",
        "reply-put/own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: log:site",
        "- to: {uri: micrometer, parameters: {metricsType: counter, metricsName: site}}",
        "- to: {uri: sql, parameters: {query: \"SELECT 1\", dataSource: \"#bean:dataSource\"}}",
        "- to: \"{{site.unset}}\"",
        "- to: {uri: \"http://ledger.internal\", disabled: true}",
        "- to: direct:operation-notices"
      })
  void allowsWhatStaysInThisProcess(String yaml) {
    Found.nothing(
        new EditedSite()
            .set("camel.beans.warehouse", "#class:org.postgresql.ds.PGSimpleDataSource")
            .insertBefore("event-link-created", "note-creation", yaml));
  }
}
