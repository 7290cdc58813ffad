package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicRouteRuleTest {
  private static EditedSite serving(String path, String step) {
    return new EditedSite()
        .with(
            "ours",
            "- route:\n    id: ours\n    from:\n      uri: platform-http:"
                + path
                + "\n      steps:\n        "
                + step
                + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2m_users", "m2m_deliveries"})
  void findsPersonalRowsThatEveryoneCanAskFor(String table) {
    String step = "- to: \"sql:SELECT * FROM " + table + "?dataSource=#dataSource\"";
    OwnStep.finding("public-data", serving("/site/rows", step));
  }

  @Test
  void allowsAReport() {
    String step = "- to: \"sql:SELECT count(*) FROM m2m_fund_holds?dataSource=#dataSource\"";
    Found.nothing(serving("/site/holds", step));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/webhooks/m2m", "/webhooks/m2m/status"})
  void findsAPathOfWebhooksWithoutASignature(String path) {
    OwnStep.finding("signature-not-first", serving(path, "- setBody: {constant: OK}"));
  }

  @Test
  void findsAPathThatTheCheckOfWebhooksRefuses() {
    OwnStep.finding(
        "route-missing",
        new EditedSite().edit("webhook-receive", "path: /webhooks/m2m", "path: /hooks/m2m"));
  }
}
