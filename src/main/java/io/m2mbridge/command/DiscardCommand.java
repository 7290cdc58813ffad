package io.m2mbridge.command;

import io.m2mbridge.database.Database;
import io.m2mbridge.inbox.DeliverySelection;
import io.m2mbridge.operate.DiscardRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Closes events that need no more work, in the database of the bridge's settings. */
@Command(
    name = "discard",
    description = {
      "Closes dead or quarantined events that need no more work: they become done.",
      "Nothing of them runs, and nothing is undone. A replay with --again still runs them."
    },
    mixinStandardHelpOptions = true)
public final class DiscardCommand implements Callable<Integer> {
  @Mixin private final EventOptions chosen = new EventOptions();

  @Option(names = "--yes", description = "Don't ask for confirmation.")
  boolean yes;

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    DataSource database = Database.reachable(StandaloneSettings.read());
    DeliverySelection deliveries = new DeliverySelection(database);
    List<Long> ids = chosen.find(deliveries);
    if (ids.isEmpty()) {
      out().println("There is no such event.");
      return chosen.state() == null ? 1 : 0;
    }
    if (chosen.state() != null
        && !yes
        && !chosen.isConfirmed(deliveries, ids, "discard", "discarded", out())) {
      return 1;
    }
    try (SingleConnectionDataSource connection = OneConnection.of(database)) {
      return discard(new DiscardRun(connection, chosen.action(), ids.size(), chosen.state()), ids);
    }
  }

  private int discard(DiscardRun run, List<Long> ids) {
    new Progress(out()).run(ids, run::close, () -> out().println(run.closed() + " discarded."));
    if (run.hasFoundNone()) {
      out().println("There is no such event.");
    } else if (run.hasLeftSome()) {
      out().println("Only events that are dead or quarantined can be discarded.");
    }
    return run.closed() == 0 ? 1 : 0;
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec.commandLine().getOut();
  }
}
