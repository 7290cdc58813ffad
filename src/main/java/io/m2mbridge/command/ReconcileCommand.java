package io.m2mbridge.command;

import io.m2mbridge.database.Database;
import io.m2mbridge.inbox.Findings;
import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;
import io.m2mbridge.log.LogGuard;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.Settings;
import io.m2mbridge.start.BridgeCamel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the tables with M2M's API now, by the routes of this folder. */
@Command(
    name = "reconcile",
    description = {
      "Compares the tables with M2M's API, and tells what differs.",
      "It asks for closed windows alone: M2M may still send younger webhooks. The exit code is 2 if"
          + " something differs."
    },
    mixinStandardHelpOptions = true)
public final class ReconcileCommand implements Callable<Integer> {
  @Option(
      names = "--known",
      description = "Don't ask M2M's API: tell what the last comparison has found.")
  boolean known;

  @Option(
      names = "--explain",
      paramLabel = "<id>",
      description =
          "Don't ask M2M's API: mark the finding with this number as explained, by --why.")
  @Nullable Long explained;

  @Mixin private final WhyOption why = new WhyOption();

  @Mixin private final ReportOutput output = new ReportOutput();

  @Override
  public Integer call() throws Exception {
    Settings settings = StandaloneSettings.read();
    DataSource database = Database.reachable(settings);
    Inspection inspection = new Inspection(database);
    if (explained != null) {
      return explain(database, explained);
    }
    if (!known) {
      compare(settings);
      inspection
          .failureOfComparison()
          .ifPresent(
              failure -> {
                throw new ConfigurationException(
                    "M2M's API could not be asked ("
                        + failure.strip()
                        + "): check m2m.api.key and m2m.api.base-url.");
              });
    }
    Report findings = inspection.findings();
    output.print(findings, "Nothing differs.");
    boolean hasOpen =
        findings.tables().values().stream()
            .flatMap(List::stream)
            .anyMatch(finding -> "open".equals(finding.get("state")));
    return hasOpen ? 2 : 0;
  }

  private int explain(DataSource database, long id) {
    if (why.text == null || why.text.isBlank()) {
      throw new ConfigurationException("--explain needs a reason: add --why.");
    }
    OperatorAction action = why.action(Map.of("id", String.valueOf(id)));
    if (!new Findings(database).explain(id, action)) {
      throw new ConfigurationException(
          "There is no open finding with the number " + id + ": take one from reconcile --known.");
    }
    output.out().println("1 explained.");
    return 0;
  }

  /** Runs the route reconcile in a Camel of its own, without any listener. */
  private static void compare(Settings settings) throws Exception {
    LogGuard.install();
    Main main = new BridgeCamel();
    Settings.configure(main);
    main.addOverrideProperty(
        "camel.main.routesIncludePattern",
        settings
            .get("camel.main.routesIncludePattern")
            .replaceAll(
                "([^,]*/)\\*\\.camel\\.yaml", "$1on-failure.camel.yaml,$1reconcile*.camel.yaml"));
    main.addOverrideProperty("camel.server.enabled", "false");
    main.addOverrideProperty("camel.management.enabled", "false");
    main.addOverrideProperty("m2m.reconcile.every", "");
    try {
      main.start();
      if (main.getCamelContext().getRoute("reconcile") == null) {
        throw new ConfigurationException(
            "The folder has no route reconcile: take routes/reconcile.camel.yaml,"
                + " routes/reconcile-window.camel.yaml and routes/reconcile-page.camel.yaml from"
                + " the release.");
      }
      try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
        template.sendBody("direct:reconcile", null);
      }
    } finally {
      main.shutdown();
    }
  }
}
