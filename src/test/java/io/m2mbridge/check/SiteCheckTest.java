package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.testing.RoutesCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder on disk, as the command and the start check it. */
class SiteCheckTest {
  private static final String CALL =
      """
                    - to:
                        id: tell-ledger
                        uri: http://ledger.internal/operations
      """;

  @TempDir private Path folder;
  private RoutesCopy routes;

  @BeforeEach
  void copyRoutes() {
    routes = new RoutesCopy(folder);
  }

  private List<Finding> check(Map<String, String> set) {
    Settings settings = Settings.of("file:" + folder.resolve("none.properties;optional=true"));
    settings.override("camel.main.routesIncludePattern", routes.pattern());
    set.forEach(settings::override);
    return SiteCheck.ofAll(settings);
  }

  private List<String> kinds(Map<String, String> set) {
    return check(set).stream().map(finding -> finding.kind().id()).toList();
  }

  private void callInTransaction() {
    routes.edit(
        "event-operation-created",
        text ->
            text.replaceFirst(
                "(?m)^ *- to:\n *id: place-hold$", CALL.stripTrailing().indent(0) + "$0"));
  }

  @Test
  void needsNoSecretAndNoDatabase() {
    assertEquals(List.of(), check(Map.of()));
  }

  @Test
  void followsCamelsModelWhereTheFilesAreRight() {
    routes.edit(
        "event-unknown",
        text ->
            text.replaceFirst(
                "(?m)^      steps:\n",
                "$0        - setBody:\n            id: mask\n            constant: masked\n"));

    List<Finding> findings = check(Map.of("m2m.forward.default", "http://ledger.internal/"));

    assertEquals(List.of(), check(Map.of())); // no event goes anywhere
    assertEquals(List.of("body-changed"), findings.stream().map(f -> f.kind().id()).toList());
    assertTrue(findings.get(0).line().contains("event-unknown.camel.yaml:10"), findings::toString);
  }

  @Test
  void findsAFileThatCamelDoesNotLoad() throws Exception {
    Path site = Path.of(routes.pattern().split(",")[0].substring("file:".length())).getParent();
    Files.createDirectories(site.resolve("site"));
    for (String name : List.of("report.yaml", "report.camel.yml", "site/report.camel.yaml")) {
      Files.writeString(site.resolve(name), "- route:\n    id: report\n");
    }
    Files.writeString(site.resolve("notify.camel.yaml.bak"), "- route:\n    id: notify\n");

    assertEquals(List.of("file-not-loaded", "file-not-loaded", "file-not-loaded"), kinds(Map.of()));
  }

  @Test
  void tellsAPatternThatLeavesOutMostFilesOnce() {
    String pattern = routes.pattern().replace("*.camel.yaml", "event-*.camel.yaml");
    assertEquals(
        List.of("file-not-loaded"), kinds(Map.of("camel.main.routesIncludePattern", pattern)));
  }

  @Test
  void allowsWhatTheSiteMeans() {
    callInTransaction();

    assertEquals(List.of("call-in-transaction"), kinds(Map.of()));
    for (String allowed :
        List.of(
            "call-in-transaction: it is quick",
            "call-in-transaction@event-operation-created: it is quick",
            "empty-file: x; call-in-transaction@event-operation-created/tell-ledger: it is quick")) {
      assertEquals(
          allowed.startsWith("empty") ? List.of("allowed-in-vain") : List.of(),
          kinds(Map.of("m2m.check.allow", allowed)));
    }
    assertEquals(
        List.of("call-in-transaction", "allowed-in-vain"),
        kinds(Map.of("m2m.check.allow", "call-in-transaction@event-unknown: it is quick")));
  }

  @Test
  void allowsWhatCamelsModelShows() {
    routes.edit(
        "event-unknown",
        text ->
            text.replaceFirst(
                "(?m)^      steps:\n",
                "$0        - setBody:\n            id: mask\n            constant: masked\n"));
    for (String allowed : List.of("body-changed: meant", "body-changed@event-unknown: meant")) {
      assertEquals(
          List.of(),
          kinds(
              Map.of(
                  "m2m.check.allow", allowed, "m2m.forward.default", "http://ledger.internal/")));
    }
  }

  @Test
  void asksForAReasonAndAKnownId() {
    for (String wrong : List.of("call-in-transaction", "call-in-transaction:", "no-such-id: x")) {
      String sentence =
          assertThrows(ConfigurationException.class, () -> check(Map.of("m2m.check.allow", wrong)))
              .getMessage();
      assertTrue(sentence.startsWith("m2m.check.allow "), sentence);
    }
  }

  @Test
  void leavesToRoutesInJavaWhatTheyMayServe() {
    routes.edit("event-unknown", text -> text.replace("name: event-forward", "name: in-java"));

    assertEquals(true, kinds(Map.of()).contains("unknown-route"));
    assertEquals(List.of(), kinds(Map.of("camel.main.routesBuilders", "com.acme.Routes")));
    assertEquals(
        List.of(),
        kinds(
            Map.of(
                "camel.main.routesIncludePattern",
                routes.pattern() + ",classpath:acme/*.camel.yaml")));
  }

  @Test
  void findsAKeyAndAMissingValueInASettingAndNeedsNoPasswordOfTheHost() throws Exception {
    String forward = "m2m.operation-created.forward = http://ledger.internal/";

    assertEquals(List.of("api-key"), ofFile(forward + "?key={{m2m.api.key}}"));
    assertEquals(List.of("missing-setting"), ofFile(forward + "{{site.path}}"));
    assertEquals(List.of(), ofFile(forward + "?authPassword={{site.password}}"));
    assertEquals(List.of(), ofFile(forward + "?authPassword={{m2m.site.password}}"));
    assertEquals(List.of(), ofFile(forward + "?authPassword=RAW({{env:M2M_NO_SUCH_PASSWORD}})"));
  }

  private List<String> ofFile(String line) throws Exception {
    Path file = Files.writeString(folder.resolve("site.properties"), line + "\n");
    Settings settings = Settings.of("file:" + file);
    settings.override("camel.main.routesIncludePattern", routes.pattern());
    return SiteCheck.ofAll(settings).stream().map(finding -> finding.kind().id()).toList();
  }

  @Test
  void saysWhichStepChangesTheBody() {
    routes.edit(
        "event-unknown",
        text ->
            text.replaceFirst(
                "(?m)^      steps:\n", "$0        - setBody:\n            constant: masked\n"));

    Finding found = check(Map.of("m2m.forward.default", "http://ledger.internal/")).get(0);

    assertTrue(found.advice().startsWith("to send the changed body, set the"), found.advice());
    assertEquals("event-unknown/setBody", found.where());
  }

  @Test
  void findsSettingsThatCanNotWork() {
    assertEquals(List.of("setting-value"), kinds(Map.of("m2m.dispatch.maximum-attempts", "0")));
  }
}
