package io.m2mbridge.command;

import io.m2mbridge.check.SiteCheck;
import io.m2mbridge.log.LogGuard;
import io.m2mbridge.log.LogQueues;
import io.m2mbridge.server.WebhookServerFactory;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.start.BridgeCamel;
import io.m2mbridge.start.Startup;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainConstants;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the bridge until it is told to stop. */
@Command(
    name = "run",
    description = "Runs the bridge (the default).",
    mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
  /** The profile. It has a form with one dash, because {@code camel:run} passes that. */
  @Option(
      names = {"--profile", "-profile"},
      description = "prod (the default), or dev: an embedded PostgreSQL, nothing to configure.")
  private @Nullable String profile;

  @Option(
      names = "--no-demo",
      description = "In the dev profile: runs the bridge without the simulated M2M.")
  private boolean noDemo;

  @Override
  public Integer call() throws Exception {
    if (profile != null) {
      System.setProperty(MainConstants.PROFILE, profile);
    }
    if (noDemo) {
      System.setProperty("m2m.demo", "false");
    }
    try (LogQueues log = LogQueues.install()) {
      return run(log);
    }
  }

  private static int run(LogQueues log) throws Exception {
    Startup startup = new Startup();
    Main main = main(startup);
    main.addMainListener(new CountDroppedLines(log));
    log.closeBeforeExit(() -> longestStop(main));
    try {
      main.run();
    } catch (Exception e) {
      SiteCheck.explain(e, Settings.of(Settings.FILE));
      throw e;
    } finally {
      main.shutdown();
      startup.close();
    }
    return main.getExitCode();
  }

  /** Returns the time that the JVM's shutdown waits for Camel. */
  private static Duration longestStop(Main main) {
    var settings = main.configure();
    return Duration.ofSeconds(settings.getShutdownTimeout() + settings.getExtraShutdownTimeout());
  }

  /** Returns Camel's main, configured to run the bridge but not started. */
  public static Main main(Startup startup) {
    LogGuard.install();
    Main main = new BridgeCamel(startup::awaitCheck);
    Settings.configure(main);
    main.bind(
        "webhook-server-factory",
        new WebhookServerFactory(startup::mostAccepted, startup::awaitWarmUp));
    main.addMainListener(startup);
    return main;
  }

  /** Adds the metric of dropped log lines to the registry of the routes' metrics. */
  private static final class CountDroppedLines extends MainListenerSupport {
    private final LogQueues log;

    CountDroppedLines(LogQueues log) {
      this.log = log;
    }

    @Override
    public void afterConfigure(BaseMainSupport main) {
      main.getCamelContext().getRegistry().findByType(MeterRegistry.class).forEach(log::bindTo);
    }
  }
}
