package io.m2mbridge.command;

import io.m2mbridge.database.Database;
import io.m2mbridge.inspect.Inspection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells which money is held. */
@Command(
    name = "holds",
    description = {
      "Tells which money is held.",
      "Open holds by currency and age, events whose hold is missing or still open, and operations without"
          + " a hold. It changes nothing."
    },
    mixinStandardHelpOptions = true)
public final class HoldsCommand implements Callable<Integer> {

  @Mixin private final ReportOutput output = new ReportOutput();

  @Override
  public Integer call() {
    Inspection inspection = new Inspection(Database.reachable(StandaloneSettings.read()));
    output.print(inspection.holds(), "There is no hold, and no operation without one.");
    return 0;
  }
}
