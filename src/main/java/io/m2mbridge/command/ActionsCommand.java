package io.m2mbridge.command;

import io.m2mbridge.database.Database;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.settings.ConfigurationException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells who did what. */
@Command(
    name = "actions",
    description = {
      "Tells who replayed, discarded or erased what, when and why, the newest first. It changes nothing.",
    },
    mixinStandardHelpOptions = true)
public final class ActionsCommand implements Callable<Integer> {
  @Option(names = "--before", description = "Only actions with a smaller number.")
  @Nullable Long before;

  @Option(
      names = "--most",
      defaultValue = "50",
      description = "How many to print at most: ${DEFAULT-VALUE}.")
  int most;

  @Mixin private final ReportOutput output = new ReportOutput();

  @Override
  public Integer call() {
    if (most < 1) {
      throw new ConfigurationException("--most " + most + " prints nothing: write 1 or more.");
    }
    Inspection inspection = new Inspection(Database.reachable(StandaloneSettings.read()));
    output.print(inspection.actions(before, most), "There is no action.");
    return 0;
  }
}
