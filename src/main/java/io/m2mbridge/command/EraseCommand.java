package io.m2mbridge.command;

import io.m2mbridge.database.Database;
import io.m2mbridge.inbox.Erasure;
import io.m2mbridge.settings.ConfigurationException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Erases a person's data from the database of the bridge's settings. The bridge may run or not,
 * here or on another machine.
 */
@Command(
    name = "erase",
    description = {
      "Erases a person's data, and keeps the keys, amounts and times that accounting needs.",
      "Nothing is erased while an event of that person is pending or processing."
    },
    mixinStandardHelpOptions = true)
public final class EraseCommand implements Callable<Integer> {
  @Parameters(paramLabel = "<referenceId>", description = "The person's id, as in your links.")
  @Nullable String referenceId;

  @Option(names = "--yes", description = "Don't ask for confirmation.")
  boolean yes;

  @Mixin private final WhyOption why = new WhyOption();

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    String person = String.valueOf(referenceId);
    Erasure erasure = new Erasure(Database.reachable(StandaloneSettings.read()), why.text);
    if (!yes) {
      Erasure.Result found = erasure.preview(person);
      if (!isErasable(person, found)) {
        return 1;
      }
      report(found, " to erase");
      if (!Question.isConfirmed(out(), "This can't be undone. Continue?")) {
        out().println("Nothing was erased.");
        return 1;
      }
    }
    Erasure.Result result = erasure.erase(person);
    if (!isErasable(person, result)) {
      return 1;
    }
    report(result, " erased");
    return 0;
  }

  private boolean isErasable(String person, Erasure.Result found) {
    if (!found.rows()) {
      out().println("There is no data of " + person + ".");
      return false;
    }
    if (found.underWay() > 0) {
      throw new ConfigurationException(
          "Events of "
              + person
              + " are still under way ("
              + found.underWay()
              + "), so nothing was erased: run this again once m2m_deliveries has no row of that"
              + " person that is pending or processing.");
    }
    return true;
  }

  private void report(Erasure.Result result, String what) {
    result.erased().forEach((table, rows) -> out().println(table + ": " + rows + what));
    if (result.stuck() > 0) {
      out()
          .println(
              "Dead or in quarantine, and no longer replayable once erased: " + result.stuck());
    }
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec.commandLine().getOut();
  }
}
