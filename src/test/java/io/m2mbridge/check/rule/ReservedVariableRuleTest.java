package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.RESERVED_VARIABLE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedVariableRuleTest {
  private static EditedSite with(String yaml) {
    return new EditedSite()
        .insertBefore("event-operation-created", "forward-operation-created-once", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setVariable: {id: own, name: event, constant: op}",
        "- set-variable: {id: own, name: data, simple: \"${body}\"}",
        "- setVariables: {id: own, variables: [{name: mine, constant: a}, {name: outcome, constant: b}]}",
        "- to: {id: own, uri: \"http://a.internal\", variableReceive: referenceId}",
        "- enrich: {id: own, constant: \"http://a.internal\", variable-receive: data}",
        "- removeVariable: {id: own, name: effectsAt}",
        "- removeVariable: {id: own, name: \"*\"}",
        "- script: {id: own, groovy: \"variables['event'] = 'x'\"}",
        "- script: {id: own, groovy: \"variables.data = [:]\"}",
        "- script: {id: own, simple: \"${exchange.setVariable('run', 1)}\"}"
      })
  void findsAVariableOfTheBridge(String yaml) {
    Found.only(with(yaml), RESERVED_VARIABLE, "event-operation-created/own");
  }

  @Test
  void findsItInACalledRouteAndBeforeTheStore() {
    Found.only(
        new EditedSite()
            .insertBefore(
                "user-data-lookup",
                "set-query",
                "- setVariable: {id: own, name: request, constant: a}"),
        RESERVED_VARIABLE,
        "user-data-lookup/own");
    Found.only(
        new EditedSite()
            .insertBefore(
                "webhook-receive",
                "store",
                "- setVariable: {id: own, name: eventKey, constant: a}"),
        RESERVED_VARIABLE,
        "webhook-receive/own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setVariable: {name: forwardBody, variable: data}",
        "- setVariable: {name: noticeWhenDead, constant: ledger}",
        "- setVariable: {name: retryAfter, constant: 5000}",
        "- setVariable: {name: attempt, constant: 1}",
        "- setVariable: {name: notice, constant: large}",
        "- setVariable: {name: request, constant: ours}",
        "- setVariable: {name: \"global:event\", constant: ours}",
        "- setHeader: {name: event, constant: ours}",
        "- removeVariable: {name: mine}",
        "- filter: {groovy: \"variables.event == 'a' && variables.data =~ 'x'\", steps: [{log: m}]}",
        "- script: {groovy: \"variables.mine = variables.event\"}",
        "- script: {simple: \"${variable.data[funding].remove('last4')}\"}"
      })
  void allowsVariablesOfTheSite(String yaml) {
    Found.nothing(with(yaml));
  }

  @Test
  void allowsThemInNoticesAndInRoutesWithoutEvents() {
    String yaml = "- setVariable: {name: event, constant: ours}";
    Found.nothing(new EditedSite().insertBefore("notify", "where-to", yaml));
    Found.nothing(
        new EditedSite()
            .with("ours", "- from:\n    uri: sql:SELECT 1\n    steps:\n" + yaml.indent(6)));
  }
}
