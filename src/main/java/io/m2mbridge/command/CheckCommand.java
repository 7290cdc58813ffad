package io.m2mbridge.command;

import io.m2mbridge.check.SiteCheck;
import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.Level;
import io.m2mbridge.settings.HostSettings;
import io.m2mbridge.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.camel.main.MainConstants;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the routes and the settings of this folder without running anything. */
@Command(
    name = CheckCommand.NAME,
    description = {
      "Checks routes/, application.properties and the environment, and tells all that is wrong.",
      "It needs no database, no secret and no network."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:nothing is wrong",
      "1:at least one error, or a warning with --strict; or the check itself failed",
      "2:warnings only"
    },
    mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
  public static final String NAME = "check";

  private static final int ERRORS = 1;
  private static final int WARNINGS = 2;

  static final class Format {
    @Option(names = "--json", description = "Prints one JSON object.")
    boolean json;

    @Option(names = "--sarif", description = "Prints SARIF 2.1.0, for code review.")
    boolean sarif;
  }

  @ArgGroup @Nullable Format format;

  @Option(names = "--strict", description = "A warning is an error.")
  boolean strict;

  @Option(names = "--profile", description = "prod (the default), or dev.")
  @Nullable String profile;

  @Option(
      names = "--host",
      paramLabel = "<folder>",
      description =
          "Checks an application that has the bridge as a library, by its resources in this folder,"
              + " such as src/main/resources.")
  @Nullable Path host;

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (profile != null) {
      System.setProperty(MainConstants.PROFILE, profile);
    }
    List<Finding> findings =
        SiteCheck.ofAll(host == null ? Settings.of(Settings.FILE) : HostSettings.in(host));
    print(new CheckReport(findings));
    boolean hasErrors = findings.stream().anyMatch(each -> each.kind().level() == Level.ERROR);
    if (hasErrors || (strict && !findings.isEmpty())) {
      return ERRORS;
    }
    return findings.isEmpty() ? 0 : WARNINGS;
  }

  private void print(CheckReport report) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    String text = format == null ? report.text() : format.sarif ? report.sarif() : report.json();
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }
}
