package io.m2mbridge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.HostSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that has the bridge as a library, as {@code check --host} sees its resources. */
class HostCheckTest {
  private static final String CREATED = "event-operation-created.camel.yaml";

  @TempDir private Path resources;

  @BeforeEach
  void overrideTwoRoutes() throws IOException {
    Files.createDirectories(resources.resolve("m2m"));
    for (String name : List.of(CREATED, "event-unknown.camel.yaml")) {
      Files.copy(Path.of("routes", name), resources.resolve("m2m").resolve(name));
    }
    settings("m2m.routes.folder = classpath:m2m");
  }

  private void settings(String... lines) throws IOException {
    Files.write(resources.resolve("application.properties"), List.of(lines));
  }

  private void append(String route, String steps) throws IOException {
    Path file = resources.resolve("m2m").resolve(route);
    Files.writeString(file, Files.readString(file).stripTrailing() + "\n" + steps);
  }

  private List<Finding> findings() {
    return SiteCheck.ofAll(HostSettings.in(resources));
  }

  private List<String> kinds() {
    return findings().stream().map(finding -> finding.kind().id()).toList();
  }

  @Test
  void takesTheRoutesOfTheJarAsPresent() {
    assertEquals(List.of(), findings());
  }

  @Test
  void tellsAWrongEditAtItsLine() throws IOException {
    append(
        CREATED,
        """
                - to:
                    id: book
                    uri: sql
                    parameters:
                      query: "INSERT INTO ledger VALUES (1)"
        """);

    List<Finding> findings = findings();

    assertEquals(List.of("effect-outside-transaction"), kinds());
    Path file = resources.resolve("m2m").resolve(CREATED);
    assertEquals(file.toString(), findings.get(0).place().file());
    assertEquals(
        "    id: book", Files.readAllLines(file).get(findings.get(0).place().line()).substring(8));
  }

  @Test
  void tellsWhatAnOverrideLacks() throws IOException {
    Path dispatch = resources.resolve("m2m/event-dispatch.camel.yaml");
    Files.writeString(
        dispatch,
        Files.readString(Path.of("routes/event-dispatch.camel.yaml"))
            .replace("link.opened", "link.open"));

    assertEquals(List.of("lane-missing", "event-name"), kinds());
  }

  @Test
  void leavesToTheApplicationWhatItsCodeMayHave() throws IOException {
    Files.writeString(
        resources.resolve("m2m/tell-ledger.camel.yaml"),
        """
        - beans:
            - name: ledgerClock
              type: com.example.LedgerClock
              properties: {zone: "{{ledger.zone}}"}
        - route:
            id: tell-ledger
            from:
              uri: direct:tell-ledger
              steps:
                - bean: {ref: ledgerService, method: post}
                - bean: {beanType: com.example.Ledger}
                - setHeader: {name: x, simple: "${variable.setInJava} ${header.setInJava}"}
                - to: {id: queue, uri: "aws2-sqs:ledger"}
                - to: {id: java, uri: "direct:in-java"}
                - to: {id: setting, uri: "{{ledger.url}}"}
        """);
    append(
        CREATED,
        """
                - policy:
                    id: tell-ledger-once
                    ref: outside-once
                    steps:
                      - to:
                          id: call-tell-ledger
                          uri: direct:tell-ledger
        """);

    assertEquals(List.of(), findings());
  }

  @Test
  void readsNeitherOtherRoutesNorOtherYamlOfTheApplication() throws IOException {
    Files.createDirectories(resources.resolve("camel"));
    Files.writeString(
        resources.resolve("camel/own.yaml"), "- route: {id: own, from: {uri: timer:x}, a: }");
    Files.writeString(resources.resolve("m2m/openapi.yaml"), "openapi: 3.0.0\n");
    settings(
        "m2m.routes.folder = classpath:m2m",
        "camel.main.routes-include-pattern = classpath:camel/*.yaml");

    assertEquals(List.of(), findings());
  }

  @Test
  void findsAFileThatTheBridgeDoesNotLoad() throws IOException {
    Files.copy(Path.of("routes/notify.camel.yaml"), resources.resolve("m2m/notify.yaml"));

    Finding found = findings().get(0);

    assertEquals(resources.resolve("m2m/notify.yaml").toString(), found.place().file());
    assertEquals(
        "name it " + resources.resolve("m2m/notify.camel.yaml") + ", or move it out of the folder",
        found.advice());
  }

  @Test
  void readsSettingsAsTheApplicationDoes() throws IOException {
    settings(
        "m2m.routes.folder = classpath:${ledger.folder:m2m}",
        "m2m.webhook.secret = ${A_SECRET_OF_THE_TESTS}",
        "m2m.webhook.maxAge = ${A_TIME_OF_THE_TESTS:3h}",
        "m2m.dispatch.back-off = ${A_TIME_OF_THE_TESTS}",
        "m2m.ledger.token = 7");

    assertEquals(List.of(), findings());
  }

  @Test
  void tellsWrongSettingsAtTheirLine() throws IOException {
    settings(
        "m2m.routes.folder = classpath:m2m",
        "m2m.webhook.maxAge = ${A_TIME_OF_THE_TESTS:soon}",
        "m2m.webhook.max-ahed = 1h");

    List<Finding> findings = findings();

    assertEquals(List.of("setting-value", "setting-name"), kinds());
    assertEquals(2, findings.get(0).place().line());
    assertEquals(3, findings.get(1).place().line());
  }

  @Test
  void refusesAnApplicationThatNamesNoRoutes() throws IOException {
    settings("m2m.api.key = ${M2M_API_KEY}");

    assertEquals(
        "m2m.routes.folder has no value in "
            + resources.resolve("application.properties")
            + ", so there is no route of the application to check: set it there, or set"
            + " M2M_ROUTES_FOLDER to the value that the application has.",
        assertThrows(ConfigurationException.class, this::findings).getMessage());
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertEquals(
        "There is no folder nowhere: write the folder with the application's resources, as in"
            + " --host src/main/resources.",
        assertThrows(ConfigurationException.class, () -> HostSettings.in(Path.of("nowhere")))
            .getMessage());
  }
}
