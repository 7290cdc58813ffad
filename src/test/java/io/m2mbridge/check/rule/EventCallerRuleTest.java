package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCallerRuleTest {
  private static EditedSite with(String from, String called) {
    return new EditedSite()
        .with(
            "ours",
            "- route:\n    id: ours\n    from:\n      uri: \""
                + from
                + "\"\n      steps:\n        - to: "
                + called
                + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sql:SELECT 1?dataSource=#dataSource", "platform-http:/site/again"})
  void findsMessagesThatAreNoEvents(String from) {
    OwnStep.finding("signature-not-first", with(from, "direct:event-link-created"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct:notify", "direct:event-forward"})
  void allowsThemInOtherRoutes(String called) {
    Found.nothing(with("sql:SELECT 1?dataSource=#dataSource", called));
  }
}
