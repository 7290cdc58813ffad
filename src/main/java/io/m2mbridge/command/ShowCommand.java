package io.m2mbridge.command;

import io.m2mbridge.database.Database;
import io.m2mbridge.inspect.Inspection;
import io.m2mbridge.settings.ConfigurationException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells what happened to an operation, a link, a data request, a user or a delivery. */
@Command(
    name = "show",
    description = {
      "Tells what happened: deliveries, attempts, effects, calls, notices, replies and actions.",
      "It changes nothing, and prints no payload.",
    },
    mixinStandardHelpOptions = true)
public final class ShowCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "<id>",
      description =
          "An operation, a link, a data request, a user or a delivery; the beginning is enough for"
              + " the first three.")
  String id = "";

  @Mixin private final ReportOutput output = new ReportOutput();

  @Override
  public Integer call() {
    Inspection inspection = new Inspection(Database.reachable(StandaloneSettings.read()));
    List<Long> deliveries = find(inspection, id);
    output.print(inspection.show(deliveries), "");
    inspection
        .numbered(id)
        .filter(delivery -> !output.json && !deliveries.contains(delivery.id()))
        .ifPresent(
            delivery ->
                output
                    .out()
                    .println(
                        id + " is the number of another delivery too: " + delivery.eventKey()));
    if (deliveries.size() == Inspection.MOST_EVENTS && !output.json) {
      output.out().println("Only the newest " + deliveries.size() + " events are shown.");
    }
    return 0;
  }

  /** Returns the deliveries that an id names, or the beginning of one. */
  static List<Long> find(Inspection inspection, String id) {
    Inspection.Search found = inspection.search(id);
    if (!found.deliveries().isEmpty()) {
      return found.deliveries();
    }
    List<String> similar = found.similar();
    throw new ConfigurationException(
        similar.isEmpty()
            ? "Nothing has the id "
                + id
                + ": write that of an operation, a link, a data request, a user or a delivery."
            : "Several ids begin with "
                + id
                + ": write more of one of them: "
                + String.join(", ", similar)
                + ".");
  }
}
