package io.m2mbridge.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testing.Planted;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image's and the containers' descriptions, carried out in a plain folder: the Dockerfile's
 * instructions word by word, the entrypoint as its user where this process may choose one, with
 * what the compose files set. Ports and the database alone differ.
 */
@Tag("verify")
@Timeout(240)
class DockerfileIT {
  /** What the JVM gives after SIGTERM: 128 + 15. */
  private static final int STOPPED = 143;

  private static final String COMPOSED_URL = "jdbc:postgresql://database:5432/m2m";

  @TempDir private static Path stages;
  private static Path folder;
  private static Dockerfile image;

  @TempDir private Path logs;
  @TempDir private Path simulatorLogs;
  @TempDir private Path simulatorFolder;
  @TempDir private Path secrets;
  private final String url = TestPostgres.newDatabase();
  private BridgeLauncher launcher;

  @BeforeAll
  static void build() throws Exception {
    Files.setPosixFilePermissions(stages, PosixFilePermissions.fromString("rwxr-xr-x"));
    folder = Files.createDirectory(stages.resolve("image"));
    image =
        Dockerfile.build(
            folder,
            Map.of(
                "M2M_HTTP_HOST", "127.0.0.1",
                "M2M_HTTP_PORT", String.valueOf(Bridge.freePort()),
                "M2M_MANAGEMENT_PORT", String.valueOf(Bridge.freePort())));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        boolean open = Files.isDirectory(file);
        Files.setPosixFilePermissions(
            file, PosixFilePermissions.fromString(open ? "r-xr-xr-x" : "r--r--r--"));
      }
    }
  }

  /** The start fails unless the JVM's cache is one of these very jars and of this JVM. */
  @BeforeEach
  void createLauncher() {
    launcher =
        asUser(folder, image.entrypoint())
            .withLogs(logs)
            .withPorts()
            .with("M2M_HTTP_HOST", "127.0.0.1")
            .with(
                "JAVA_TOOL_OPTIONS",
                Runtime.version().feature() < 25 ? "-Xshare:on" : "-XX:AOTMode=on");
  }

  @Test
  void servesAsComposedWithSecretsFromFiles() throws Exception {
    secret("webhook-secret", Bridge.SECRET);
    secret("api-key", "m2m_live_key_of_the_tests");
    secret("database-password", Planted.value("the database password"));
    Map<String, String> environment = environment("deploy/compose/secrets.yml");
    environment.replaceAll((name, value) -> value.replace("/run/secrets", secrets.toString()));

    try (BridgeProcess bridge = launcher.with(environment).start()) {
      assertEquals("200 accepted", send());
      assertHealthCommandPasses();
      assertEquals(STOPPED, bridge.terminate());
      assertFalse(bridge.printedStackTrace(), bridge.stdout());
    }
    // What passes here must fail where there is nobody.
    assertThrows(IllegalStateException.class, this::assertHealthCommandPasses);
  }

  @Test
  void simulatorFindsNothingLostAsComposed() throws Exception {
    int apiPort = Bridge.freePort();
    Map<String, String> environment = environment("docker-compose.yml");
    environment.put("M2M_API_BASE_URL", "http://127.0.0.1:" + apiPort);
    JsonNode simulated = service("docker-compose.yml", "simulator");
    List<String> command = new ArrayList<>();
    simulated.path("entrypoint").forEach(word -> command.add(word.asText()));
    for (JsonNode argument : simulated.path("command")) {
      command.add(argument.asText().replace(COMPOSED_URL, url).replace("=m2m", "=postgres"));
    }
    mount(simulated.path("volumes"));
    command.removeIf(argument -> argument.startsWith("--database-password"));
    // Fewer users find out as well, in less time.
    assertTrue(Collections.replaceAll(command, "--links=20", "--links=5"));
    command.addAll(List.of("--port=" + apiPort, "--url=" + launcher.webhooks()));

    try (BridgeProcess bridge = launcher.with(environment).start();
        BridgeProcess simulator =
            asUser(simulatorFolder, command).withLogs(simulatorLogs).with(environment).launch()) {
      assertEquals(0, simulator.awaitExit(), () -> simulator.stdout() + simulator.stderr());
      assertTrue(
          simulator.stdout().contains("The bridge's tables agree with M2M."), simulator::stdout);
      assertEquals(STOPPED, bridge.terminate());
    }
  }

  /** The image's files with the volumes that a compose file mounts among them. */
  private void mount(JsonNode volumes) throws IOException {
    Files.setPosixFilePermissions(simulatorFolder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.copy(folder.resolve("m2m-bridge.jar"), simulatorFolder.resolve("m2m-bridge.jar"));
    Files.createSymbolicLink(simulatorFolder.resolve("lib"), folder.resolve("lib"));
    for (JsonNode volume : volumes) {
      String[] fromAndTo = volume.asText().split(":");
      Path to =
          simulatorFolder.resolve(
              Path.of(image.workingDirectory()).relativize(Path.of(fromAndTo[1])));
      Files.createSymbolicLink(to, Path.of(fromAndTo[0]).toAbsolutePath());
    }
  }

  /** What a compose file sets for the bridge, and this test's database. */
  private Map<String, String> environment(String file) throws IOException {
    Map<String, String> environment = new HashMap<>();
    service(file, "bridge")
        .path("environment")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(), given(variable.getValue())));
    assertEquals(COMPOSED_URL, environment.put("M2M_DATABASE_URL", url));
    environment.put("M2M_DATABASE_USERNAME", "postgres");
    return environment;
  }

  private static JsonNode service(String file, String name) throws IOException {
    return Manifests.read(Path.of(file)).path("services").path(name);
  }

  /** A value as compose gives it, with what docs/running.md exports. */
  private static String given(JsonNode value) {
    return value
        .asText()
        .replaceFirst("^\\$\\{M2M_WEBHOOK_SECRET:.*}$", Bridge.SECRET)
        .replaceFirst("^\\$\\{M2M_API_KEY:.*}$", Bridge.API_KEY)
        .replaceFirst("^\\$\\{M2M_DATABASE_PASSWORD:.*}$", Planted.value("the database password"));
  }

  /** A command as the image's user, where this process may choose one. */
  private static BridgeLauncher asUser(Path folder, List<String> words) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      String[] ids = image.user().split(":");
      command.addAll(
          List.of("setpriv", "--reuid=" + ids[0], "--regid=" + ids[1], "--clear-groups"));
    }
    command.addAll(words);
    return BridgeLauncher.command(folder, command).with("PATH", Shell.path());
  }

  private String send() {
    var answer = launcher.send(Event.of("link.created").toString());
    return answer.statusCode() + " " + Bridge.outcome(answer);
  }

  private void assertHealthCommandPasses() throws Exception {
    String command = image.healthCommand();
    assertTrue(command.contains("127.0.0.1:9876/"), command);
    Shell.run(
        folder,
        Map.of(),
        "sh",
        "-c",
        command.replace(":9876/", ":" + launcher.managementPort() + "/"));
  }

  /** As readable as docs/running.md says it has to be. */
  private void secret(String name, String value) throws Exception {
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(secrets.resolve(name), value + "\n");
  }
}
