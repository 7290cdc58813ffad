package io.m2mbridge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline step of the sample project, in the folder that its build has put together. */
@Tag("verify")
class SampleSiteIT {
  private static final Path BUILT = Path.of("target", "it", "site");

  @TempDir private Path project;

  @BeforeEach
  void copyTheBuiltProject() throws IOException {
    for (String part : List.of("ci", "target/bridge")) {
      try (Stream<Path> files = Files.walk(BUILT.resolve(part))) {
        for (Path file : files.toList()) {
          Path copy = project.resolve(BUILT.relativize(file));
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }

  private String step(int exitCode) {
    BridgeLauncher step =
        BridgeLauncher.command(project, List.of("sh", "ci/check.sh", "--strict"))
            .with("BRIDGE_HOME", Path.of("target").toAbsolutePath().toString());
    try (BridgeProcess process = step.launch()) {
      assertEquals(exitCode, process.awaitExit(), process.stderr() + process.stdout());
      return process.stdout();
    }
  }

  @Test
  void passesTheSampleAndFailsAtAWrongEdit() throws IOException {
    assertEquals("Nothing is wrong.", step(0).strip());

    Path route = project.resolve("target/bridge/routes/ledger-call.camel.yaml");
    String yaml = Files.readString(route);
    int line = (int) yaml.substring(0, yaml.indexOf("eventKeyEncoded")).lines().count();
    Files.writeString(route, yaml.replace("eventKeyEncoded", "eventKeyEncodd"));

    String found = step(1);
    assertTrue(found.startsWith("error: routes/ledger-call.camel.yaml:" + line + ":"), found);
    assertTrue(found.contains("did you mean eventKeyEncoded?"), found);
  }
}
