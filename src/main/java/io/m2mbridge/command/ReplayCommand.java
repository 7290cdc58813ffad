package io.m2mbridge.command;

import io.m2mbridge.database.Database;
import io.m2mbridge.inbox.DeliverySelection;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.operate.ReplayRun;
import io.m2mbridge.settings.ConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Puts events back in the database of the bridge's settings. The bridge may run or not, here or on
 * another machine.
 */
@Command(
    name = "replay",
    description = {
      "Puts dead or quarantined events back, to be processed as new ones are.",
      "Effects on the database that were committed aren't repeated; calls to the outside are."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  @Mixin private final EventOptions chosen = new EventOptions();

  @Option(names = "--plan", description = "Print what a replay would do, and do nothing.")
  boolean plan;

  @Option(
      names = "--again",
      description = "Replay an event that is done: its calls to the outside are made again.")
  boolean again;

  @Option(names = "--yes", description = "Don't ask for confirmation.")
  boolean yes;

  @Mixin private final ReportOutput output = new ReportOutput();

  @Override
  public Integer call() {
    DataSource database = Database.reachable(StandaloneSettings.read());
    DeliverySelection deliveries = new DeliverySelection(database);
    List<Long> ids = chosen.find(deliveries);
    if (ids.isEmpty()) {
      output.out().println("There is no such event.");
      return chosen.state() == null ? 1 : 0;
    }
    Inspection inspection = new Inspection(database);
    if (plan) {
      output.print(inspection.plan(ids), "There is no such event.");
      return 0;
    }
    refuseDone(deliveries, ids);
    if (chosen.state() != null && !yes) {
      output.print(inspection.plan(ids), "There is no such event.");
      if (!chosen.isConfirmed(deliveries, ids, "put back", "put back", output.out())) {
        return 1;
      }
    }
    try (SingleConnectionDataSource connection = OneConnection.of(database)) {
      putBack(new ReplayRun(connection, chosen.action(), ids.size(), chosen.state()), ids);
    }
    return 0;
  }

  private void refuseDone(DeliverySelection deliveries, List<Long> ids) {
    if (chosen.state() == null
        && !again
        && deliveries.state(ids.get(0)).equals(Optional.of("done"))) {
      throw new ConfigurationException(
          "The event is done, and a replay makes its calls to the outside again: add --again if you"
              + " want that.");
    }
  }

  private void putBack(ReplayRun run, List<Long> ids) {
    int done =
        new Progress(output.out())
            .run(ids, run::putBack, () -> ReportPrinter.counts(run.report(), output.out()));
    if (run.hasFoundNone() && done == ids.size()) {
      throw new ConfigurationException(
          "There is no event with this id: take the id or the event key from trouble or show.");
    }
  }
}
