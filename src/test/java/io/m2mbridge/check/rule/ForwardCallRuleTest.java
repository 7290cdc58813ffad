package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardCallRuleTest {
  private static EditedSite forwarded(String yaml) {
    return OwnStep.of(yaml).set("m2m.operation-created.forward", "http://ledger.internal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setHeader: {name: Authorization, constant: \"Bearer {{site.password}}\"}",
        "- setHeaders: {headers: [{name: X-Partner, constant: leap}]}",
        "- setHeader: {name: CamelHttpMethod, constant: PUT}\n- log: now"
      })
  void findsAHeaderThatTheForwardRemoves(String yaml) {
    OwnStep.finding("header-removed", forwarded(yaml));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void findsAForwardWithoutABody(String method) {
    OwnStep.finding(
        "forward-missing",
        new EditedSite()
            .set("m2m.operation-created.forward", "http://ledger.internal?httpMethod=" + method));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setHeader: {name: X-Partner, constant: leap}\n- to: \"http://a.internal\"",
        "- setHeader: {name: X-Partner, constant: leap}\n- log: \"${header.X-Partner}\"",
        "- setHeader: {name: X-Partner, constant: leap}\n- setVariable: {name: own, header: X-Partner}"
      })
  void allowsAHeaderThatAnotherStepTakes(String yaml) {
    Found.nothing(forwarded(yaml));
  }

  @Test
  void allowsHeadersOfARouteOfTheSitesOwn() {
    Found.nothing(
        new EditedSite()
            .set("m2m.operation-created.forward", "direct:ours")
            .with(
                "ours",
                "- from:\n    uri: direct:ours\n    steps:\n      - setHeader: {name: X-Partner,"
                    + " constant: leap}\n      - to: http://a.internal?httpMethod=PUT\n"));
  }
}
