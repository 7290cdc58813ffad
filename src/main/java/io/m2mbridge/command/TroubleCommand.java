package io.m2mbridge.command;

import io.m2mbridge.database.Database;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.inspect.Report;
import io.m2mbridge.settings.ConfigurationException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what needs a person now. */
@Command(
    name = "trouble",
    description = {
      "Tells what is wrong now, grouped by its cause.",
      "Events that are dead, in quarantine or late, holds that stay open, notices that wait,"
          + " signatures that no secret matches. It changes nothing. The exit code is 2 if something"
          + " is wrong."
    },
    mixinStandardHelpOptions = true)
public final class TroubleCommand implements Callable<Integer> {
  private static final int MOST_DAYS = 36_500;

  @Option(
      names = "--open-days",
      defaultValue = "30",
      description = "How many days a hold may be open: ${DEFAULT-VALUE}.")
  int openDays;

  @Mixin private final ReportOutput output = new ReportOutput();

  @Override
  public Integer call() {
    if (openDays < 0 || openDays > MOST_DAYS) {
      throw new ConfigurationException(
          "--open-days " + openDays + " is out of range: write 0 to " + MOST_DAYS + ".");
    }
    Inspection inspection = new Inspection(Database.reachable(StandaloneSettings.read()));
    Report trouble = inspection.trouble(openDays);
    output.print(trouble, "Nothing is wrong.");
    return trouble.isEmpty() ? 0 : 2;
  }
}
