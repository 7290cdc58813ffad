package io.m2mbridge.simulator;

import io.m2mbridge.dev.DevDatabase;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.signing.DeveloperCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.util.FileUtil;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the JVM's cache that lets a bridge start fast, from a bridge under simulated load. */
@Command(
    name = "train",
    description = {
      "Makes the JVM's cache with which a bridge starts faster.",
      "It runs the bridge of a jar as a process of its own, lets simulated users send it every event,"
          + " and stops it. Then the JVM writes the cache. A cache fits this JVM and this jar alone."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:The cache is written.", "1:It isn't: the sentence says why."})
public final class TrainCommand extends DeveloperCommand {
  @Option(
      names = "--jar",
      paramLabel = "<file>",
      description = "The bridge's jar, with lib/ and without lib-dev/ next to it.",
      defaultValue = "m2m-bridge.jar")
  Path jar = Path.of("m2m-bridge.jar");

  @Option(
      names = "--links",
      paramLabel = "<n>",
      description = "The number of simulated users (default: ${DEFAULT-VALUE}).",
      defaultValue = "400")
  int links = 400;

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(jar)) {
      throw new ConfigurationException(
          "There is no " + jar + ": set --jar to the bridge's jar, m2m-bridge.jar.");
    }
    Path developers = jar.toAbsolutePath().resolveSibling("lib-dev");
    if (Files.exists(developers)) {
      throw new ConfigurationException(
          developers
              + " would be on the class path: copy m2m-bridge.jar and lib/ to a folder without it.");
    }
    Path folder = Files.createTempDirectory("m2m-bridge-train");
    try {
      DevDatabase database = DevDatabase.start(folder.resolve("postgresql"));
      try {
        train(folder, database);
      } finally {
        database.stop();
      }
    } finally {
      FileUtil.removeDir(folder.toFile());
    }
    return 0;
  }

  private void train(Path folder, DevDatabase database) throws Exception {
    StartCache cache = StartCache.of(jar);
    say("Training " + cache.file() + " for Java " + Runtime.version().feature() + " …");
    try (TrainedBridge bridge = TrainedBridge.start(jar, cache, folder, database)) {
      simulate(bridge, database);
      bridge.stop();
      if (!Files.isRegularFile(cache.file())) {
        throw new ConfigurationException(
            "The JVM wrote no " + cache.file() + ". The bridge's last line: " + bridge.lastLine());
      }
    }
    cache.writeOptions();
    say(
        "Wrote "
            + cache.file()
            + " ("
            + (Files.size(cache.file()) >> 20)
            + " MB). Start with: java @"
            + cache.options()
            + " -jar "
            + jar);
  }

  /** Lets users do what M2M's users do, with the mistakes that a bridge sees in a year. */
  private void simulate(TrainedBridge bridge, DevDatabase database) {
    List<String> arguments =
        List.of(
            "--links=" + links,
            "--every=30s",
            "--speed=400",
            "--seed=1",
            "--duplicates=10%",
            "--bad-signature=2%",
            "--unknown-events=5%",
            "--url=" + bridge.webhookUrl(),
            "--secret=" + bridge.secret(),
            "--api-key=" + bridge.apiKey(),
            "--port=" + bridge.apiPort(),
            "--database-url=" + database.url(),
            "--database-username=" + database.username(),
            "--fill-users");
    CommandLine simulate = new CommandLine(new SimulateCommand());
    StringWriter report = new StringWriter();
    simulate.setOut(new PrintWriter(report));
    int code = simulate.execute(arguments.toArray(String[]::new));
    if (code != 0) {
      say(report.toString());
      throw new ConfigurationException(
          "The simulated users' webhooks were not handled as they must be: see the report above."
              + " If many were answered 503, run this again when the machine has less to do."
              + " The bridge's last line: "
              + bridge.lastLine());
    }
  }

  private void say(String line) {
    out().println(line);
    out().flush();
  }
}
