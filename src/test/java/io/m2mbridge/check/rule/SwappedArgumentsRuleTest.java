package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.STEP_MISSING;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwappedArgumentsRuleTest {
  private static final String RELEASE =
      "1: \"{{m2m.webhook.max-age}}\"\n        2: \"{{m2m.webhook.max-ahead}}\"";

  private static EditedSite with(String age, String ahead) {
    return new EditedSite()
        .edit("beans", RELEASE, "1: \"" + age + "\"\n        2: \"" + ahead + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "{{m2m.webhook.max-ahead}}, {{m2m.webhook.max-age}}",
    "{{m2m.webhook.max-ahead}}, 5m",
    "3h, {{m2m.webhook.max-age:3h}}"
  })
  void findsTheTimeWindowTheOtherWayRound(String age, String ahead) {
    Found.only(with(age, ahead), STEP_MISSING, "the bean read-envelope");
  }

  @ParameterizedTest
  @CsvSource({
    "3h, 5m",
    "{{m2m.webhook.max-age:2h}}, {{m2m.webhook.max-ahead}}",
    "{{m2m.site.age}}, {{m2m.webhook.max-ahead}}"
  })
  void allowsAWindowOfTheSite(String age, String ahead) {
    Found.nothing(with(age, ahead));
  }
}
