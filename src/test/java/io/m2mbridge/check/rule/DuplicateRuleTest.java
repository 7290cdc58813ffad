package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicateRuleTest {
  private static String shipped(String route) throws IOException {
    return Files.readString(Path.of("routes", route + ".camel.yaml"));
  }

  private static String route(String id, String uri, String more) {
    return "- route:\n    id: "
        + id
        + "\n"
        + more
        + "    from:\n      uri: "
        + uri
        + "\n      steps:\n        - log: x\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"event-operation-created-old", "zz-event-operation-created", "copy"})
  void findsACopyOfAFileOnce(String name) throws IOException {
    Finding found =
        Found.only("duplicate-id", new EditedSite().with(name, shipped("event-operation-created")));

    assertEquals("routes/" + name + ".camel.yaml", found.place().file());
    assertTrue(
        found.problem().contains("routes/event-operation-created.camel.yaml"), found.problem());
  }

  @ParameterizedTest
  @CsvSource({"event-dispatch", "webhook-receive", "on-failure", "notify-trouble"})
  void findsACopyOfAnyRoute(String route) throws IOException {
    Found.only("duplicate-id", new EditedSite().with(route + "-old", shipped(route)));
  }

  @Test
  void findsAStepWithTheIdOfAnotherRoute() {
    Finding found =
        Found.only(
            "duplicate-id",
            OwnStep.of("- to: {id: ours, uri: \"direct:ours\"}")
                .with("ours", route("ours", "direct:ours", "")));
    assertEquals("event-operation-created/ours", found.where());
  }

  @Test
  void allowsARouteAndAStepWithoutIds() {
    String route = "- from:\n    uri: direct:ours\n    steps:\n      - log: x\n";
    Found.nothing(OwnStep.of("- to: direct:ours").with("ours", route));
  }

  @Test
  void findsAStartupOrderThatTwoRoutesHave() {
    Found.only(
        "duplicate-id",
        new EditedSite()
            .with("ours", route("ours", "direct:ours", "    startupOrder: 7\n"))
            .with("others", route("others", "direct:others", "    startupOrder: 7\n")));
  }

  @Test
  void findsAStepThatWasCopiedWithItsId() {
    Finding found =
        Found.only(
            "duplicate-id",
            new EditedSite()
                .insertBefore(
                    "event-unknown",
                    "forward-unknown",
                    "- setVariable:\n    id: forward-unknown\n    name: x\n    constant: x"));

    assertEquals("event-unknown/forward-unknown", found.where());
  }

  @Test
  void findsAStepsIdOfAnotherRoute() {
    Finding found =
        Found.only(
            "duplicate-id",
            new EditedSite()
                .insertBefore(
                    "event-link-created",
                    "forward-link-created",
                    "- log:\n    id: forward-unknown\n    message: x"));

    assertTrue(found.problem().contains("event-link-created.camel.yaml"), found.problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "direct:event-unknown",
        "direct://event-unknown",
        "direct:event-unknown?block=true",
        "seda:notify-trouble"
      })
  void findsTwoRoutesOfOneInput(String uri) {
    Found.only("duplicate-input", new EditedSite().with("site", route("site", uri, "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"direct:site", "seda:notify-trouble?multipleConsumers=true", "sql:SELECT 1"})
  void allowsOtherInputs(String uri) {
    Found.nothing(new EditedSite().with("site", route("site", uri, "")));
  }

  @Test
  void findsACopyOfTheBeansOnce() {
    EditedSite site = new EditedSite();
    Found.only("duplicate-id", site.with("site-beans", site.text("beans")));
  }

  @Test
  void allowsTwoRoutesOfWhichASettingChoosesOne() {
    Found.nothing(
        new EditedSite()
            .set("m2m.site.fast", "true")
            .with("a", route("site", "direct:site", "    precondition: \"{{m2m.site.fast}}\"\n"))
            .with(
                "b",
                route(
                    "site",
                    "direct:site",
                    "    precondition: \"'{{m2m.site.fast}}' != 'true'\"\n")));
  }
}
