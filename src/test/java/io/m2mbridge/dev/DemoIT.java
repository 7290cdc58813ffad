package io.m2mbridge.dev;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testkit.Bridge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dev profile as a newcomer starts it: in a folder of its own, nothing configured but ports.
 */
@Tag("verify")
class DemoIT {
  private static final String WELCOME = "m2m-bridge runs in the dev profile.";

  @TempDir private Path folder;
  @TempDir private Path commandFolder;
  private final int apiPort = Bridge.freePort();
  private BridgeLauncher launcher;
  private BridgeProcess bridge;

  @BeforeEach
  void fillFolder() {
    launcher =
        BridgeLauncher.fromSource(folder)
            .withRoutes()
            .withPorts()
            .with("M2M_API_BASE_URL", "http://127.0.0.1:" + apiPort);
  }

  /** Never by force, which would leave its PostgreSQL behind. */
  @AfterEach
  void stop() {
    bridge.terminate();
    bridge.close();
    assertFalse(
        Files.exists(folder.resolve("data/postgresql/postmaster.pid")),
        "its PostgreSQL still runs");
  }

  private void start(String... arguments) {
    assertDoesNotThrow(() -> Files.deleteIfExists(Path.of("target", "m2m-bridge")));
    bridge = launcher.launch(arguments);
    bridge.awaitStdout(WELCOME);
  }

  @Test
  void playsOneUsersJourneyAndThenWelcomes() {
    start("--profile", "dev");

    String out = bridge.stdout();
    List<String> expected =
        List.of(
            "M2M sends      user.data_request",
            "bridge replies dr_sim_",
            "bridge stored  m2m_data_requests    fulfilled",
            "M2M sends      operation.created",
            ", held",
            "M2M sends      operation.cancelled",
            ", released",
            WELCOME);
    int at = 0;
    for (String line : expected) {
      at = out.indexOf(line, at);
      assertTrue(at >= 0, line + " isn't there, or not in its place:\n" + out);
    }
    // On a machine that is busy these come when they come.
    assertTrue(out.contains("M2M sends      link.created"), out);
    assertTrue(out.contains("bridge stored  m2m_links            opened"), out);
    assertFalse(out.contains("m2m.webhook - "), "the bridge's own lines say it again");
    assertEquals("", bridge.stderr());
    comparesWithTheDemosApi();
  }

  /** The command finds the database and M2M's API by itself, where this bridge runs. */
  private void comparesWithTheDemosApi() {
    try (BridgeProcess reconcile =
        BridgeLauncher.fromSource(folder)
            .withLogs(commandFolder)
            .with("M2M_API_BASE_URL", "http://127.0.0.1:" + apiPort)
            .launch("reconcile")) {
      assertEquals(0, reconcile.awaitExit(), reconcile.stdout() + reconcile.stderr());
      assertTrue(reconcile.stdout().contains("Nothing differs."), reconcile.stdout());
    }
  }

  @Test
  void startsTheBridgeAloneAndASimulatorFindsItsTables() {
    start("--profile", "dev", "--no-demo");

    assertFalse(bridge.stdout().contains("M2M sends"), bridge.stdout());
    try (BridgeProcess simulator =
        BridgeLauncher.fromSource(folder)
            .withLogs(commandFolder)
            .launch(
                "simulate",
                "--links=3",
                "--speed=600",
                "--fill-users",
                "--url=" + launcher.webhooks(),
                "--port=" + apiPort)) {
      assertEquals(0, simulator.awaitExit(), simulator.stdout() + simulator.stderr());
      assertTrue(
          simulator.stdout().contains("The bridge's tables agree with M2M."), simulator.stdout());
    }
  }

  @Test
  void showsWhatIsSentFromElsewhereByTheCommandsOfTheFirstMinutes() {
    start("--profile", "dev");

    assertEquals(0, command("send", "operation.created", "--set=data.operationId=op_one"));
    bridge.awaitStdout(
        "from elsewhere operation.created    op_one: 200 accepted in ",
        "bridge stored  m2m_operations       created, 250.00 USD",
        "bridge stored  m2m_fund_holds       253.99 USD, held");
    assertEquals(2, command("send", "operation.created", "--bad-signature"));
    bridge.awaitStdout("from elsewhere a request            401 unauthorized");
    assertEquals(
        0, command("send", "operation.cancelled", "--set", "data.operationId=op_of_a_terminal"));
    bridge.awaitStdout(
        "from elsewhere operation.cancelled  op_of_a_terminal: 200 accepted in ",
        "bridge stored  m2m_operations       cancelled, no amount");
    assertFalse(
        bridge.stdout().lines().anyMatch(line -> line.matches(".*from elsewhere.*_sim_.*")),
        () -> "those are M2M's own: " + bridge.stdout());
  }

  /** As the README has it: by the file that the bridge wrote, which another folder has to name. */
  private int command(String command, String... options) {
    Path file = Path.of("target", "m2m-bridge").toAbsolutePath();
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--url=" + launcher.webhooks());
    try (BridgeProcess process =
        BridgeLauncher.java(commandFolder, "@" + file, command)
            .launch(all.toArray(String[]::new))) {
      return process.awaitExit();
    }
  }
}
