package io.m2mbridge.command;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.KnownSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what an event needs that M2M adds: its route, its branch, its statement and its table. */
@Command(
    name = "new-event",
    description = {
      "Writes the route of an event that M2M adds, its statement, its table and a sample,",
      "and adds its branch to routes/event-dispatch.camel.yaml."
    },
    mixinStandardHelpOptions = true)
public final class NewEventCommand implements Callable<Integer> {
  /** The branch for all other events, before which the new one is put. */
  private static final String OTHERWISE = "            otherwise:\n              id: is-unknown\n";

  @Parameters(paramLabel = "<event>", description = "As M2M names it, such as operation.completed.")
  String event = "";

  @Option(names = "--folder", description = "The folder that holds routes/. Default: this one.")
  Path folder = Path.of("");

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    String name = event.replace('.', '-').replace('_', '-');
    if (!event.matches("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)+")) {
      throw new ConfigurationException(
          "The event isn't named as M2M names events: write it as in operation.completed.");
    }
    if (KnownSettings.EVENTS.contains(name)) {
      throw new ConfigurationException(
          "The event has a route: edit routes/event-" + name + ".camel.yaml.");
    }
    String table = "site_" + name.replace('-', '_');
    NewFiles files = new NewFiles(folder, Map.of("name", name, "event", event, "table", table));
    files
        .add("routes/event-" + name + ".camel.yaml", "event.camel.yaml")
        .add("sql/" + name + ".sql", "event.sql")
        .add("sql/" + name + "-table.sql", "table.sql")
        .add("samples/" + event + ".json", "event.json");
    Path dispatch = folder.resolve("routes/event-dispatch.camel.yaml");
    files.change(dispatch, withBranch(dispatch, files.fill("branch.yaml")));
    files.write(dispatch);
    if (spec != null) {
      spec.commandLine()
          .getOut()
          .printf(
              "Written:%n%sRun sql/%s-table.sql in the bridge's database, then check, and start the"
                  + " bridge again.%nTry it: send %s --body samples/%s.json%n",
              files.list(), name, event, event);
    }
    return 0;
  }

  private static String withBranch(Path dispatch, String branch) {
    try {
      String text = Files.readString(dispatch);
      if (!text.contains(OTHERWISE)) {
        throw new ConfigurationException(
            dispatch
                + " has no step is-unknown at its place: add the branch of the event by hand, as"
                + " docs/editing-routes.md shows.");
      }
      return text.replace(OTHERWISE, branch + OTHERWISE);
    } catch (IOException e) {
      throw new ConfigurationException(
          "There is no "
              + dispatch
              + ", to which the branch of the event is added: run this in the folder that holds"
              + " routes/, and copy the file there from the bridge's routes/ if it is missing.");
    }
  }
}
