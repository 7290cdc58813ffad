package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationNamesRuleTest {
  @ParameterizedTest
  @ValueSource(strings = {"setle", "settle,setle", "nobody", "site*"})
  void findsAnUnknownName(String name) {
    EditedSite site =
        new EditedSite()
            .edit("event-unknown", "routeConfigurationId: settle", "routeConfigurationId: " + name);
    Found.only("unknown-configuration", site);
  }

  @Test
  void saysWhatWasMeant() {
    Finding found =
        Found.only(
            "unknown-configuration",
            new EditedSite()
                .edit(
                    "webhook-receive",
                    "routeConfigurationId: answer-failure",
                    "routeConfigurationId: answer-failur"));

    assertEquals("did you mean answer-failure?", found.advice());
  }

  @Test
  void findsTheMissingFileOnce() {
    Finding found = Found.only("route-missing", new EditedSite().without("on-failure"));

    assertEquals("routes/on-failure.camel.yaml", found.place().toString());
    assertTrue(
        found.problem().contains("answer-failure, reply-redelivery, settle"), found.problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"set*", "settle", "\"settle, site\"", "\"{{m2m.site.configuration:settle}}\""})
  void allowsNamesPatternsAndLists(String name) {
    Found.nothing(
        new EditedSite()
            .with(
                "site",
                "- routeConfiguration:\n    id: site\n    errorHandler:\n      noErrorHandler: {}\n")
            .edit(
                "event-unknown", "routeConfigurationId: settle", "routeConfigurationId: " + name));
  }
}
