package io.m2mbridge;

import io.m2mbridge.server.WebhookServerFactory;
import java.util.concurrent.Callable;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConstants;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the bridge until it is told to stop. */
@Command(
    name = "run",
    description = "Runs the bridge (the default).",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  /** With one dash too, as {@code camel:run} passes it. */
  @Option(
      names = {"--profile", "-profile"},
      description = "prod (the default), or dev: an embedded PostgreSQL, nothing to configure.")
  private @Nullable String profile;

  @Option(
      names = "--no-demo",
      description = "In the dev profile: the bridge alone, without M2M beside it.")
  private boolean noDemo;

  @Override
  public Integer call() throws Exception {
    if (profile != null) {
      System.setProperty(MainConstants.PROFILE, profile);
    }
    if (noDemo) {
      System.setProperty("m2m.demo", "false");
    }
    Startup startup = new Startup();
    Main main = main(startup);
    try {
      main.run();
    } finally {
      main.shutdown();
      startup.close();
    }
    return main.getExitCode();
  }

  /** Camel, set up to run the bridge, and not started yet. */
  static Main main(Startup startup) {
    LogGuard.install();
    Main main = new BridgeCamel();
    Settings.configure(main);
    main.bind("webhook-server-factory", new WebhookServerFactory());
    main.addMainListener(startup);
    return main;
  }
}
