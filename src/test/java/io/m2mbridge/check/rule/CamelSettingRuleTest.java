package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CamelSettingRuleTest {
  @ParameterizedTest
  @CsvSource({
    "setting-value, camel.main.durationMaxMessages, 1000",
    "setting-value, camel.main.durationMaxSeconds, 3600",
    "setting-value, camel.component.sql.usePlaceholder, false",
    "setting-value, camel.main.routesReloadEnabled, true",
    "route-missing, camel.server.enabled, false",
    "route-not-started, camel.main.autoStartup, false",
    "route-missing, camel.main.routeFilterExcludePattern, event-operation*",
    "route-missing, camel.main.routeFilterIncludePattern, webhook-*"
  })
  void findsASettingThatTheBridgeCantWorkWith(String id, String setting, String value) {
    OwnStep.finding(id, new EditedSite().set(setting, value));
  }

  @ParameterizedTest
  @CsvSource({
    "camel.main.durationMaxMessages, -1",
    "camel.component.sql.usePlaceholder, true",
    "camel.main.routeFilterExcludePattern, ours-*",
    "camel.main.routeFilterIncludePattern, *"
  })
  void allowsAValueWithoutAnEffectOnTheBridge(String setting, String value) {
    Found.nothing(new EditedSite().set(setting, value));
  }
}
