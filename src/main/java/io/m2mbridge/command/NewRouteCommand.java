package io.m2mbridge.command;

import io.m2mbridge.settings.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a route of a site's own. */
@Command(
    name = "new-route",
    description = "Writes routes/<name>.camel.yaml, a route of your own that others can call.",
    mixinStandardHelpOptions = true)
public final class NewRouteCommand implements Callable<Integer> {
  @Parameters(paramLabel = "<name>", description = "Such as tell-ledger.")
  String name = "";

  @Option(names = "--folder", description = "The folder that holds routes/. Default: this one.")
  Path folder = Path.of("");

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new ConfigurationException(
          "The name has other characters than small letters, digits and hyphens: write it as in"
              + " tell-ledger.");
    }
    NewFiles files =
        new NewFiles(folder, Map.of("name", name, "logger", "site." + name))
            .add("routes/" + name + ".camel.yaml", "route.camel.yaml");
    files.write();
    if (spec != null) {
      spec.commandLine()
          .getOut()
          .printf(
              "Written:%n%sCall it by a step: - to: direct:%s%nThen run check.%n",
              files.list(), name);
    }
    return 0;
  }
}
