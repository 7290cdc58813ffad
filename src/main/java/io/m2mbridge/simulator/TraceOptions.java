package io.m2mbridge.simulator;

import io.m2mbridge.dev.trace.EventRun;
import io.m2mbridge.dev.trace.TraceText;
import io.m2mbridge.settings.ConfigurationException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options of {@code send} that run an event here instead of sending it. */
final class TraceOptions {
  private static final Set<String> WITH_LAST = Set.of("--last", "--trace", "--url", "--secret");
  private static final Set<String> WITH_TRACE =
      Set.of("--trace", "--set", "--body", "--api", "--url", "--secret");

  @Option(
      names = "--last",
      description = {
        "Sends nothing: runs the last stored event again, of that name if you give one.",
        "The routes are those of this folder as they are saved.",
        "All changes to the database are rolled back, and no outside call is made.",
        "It needs a bridge of the dev profile that runs in this folder."
      })
  private boolean isLast;

  @Option(
      names = "--trace",
      description = {
        "Shows each step, with the variables and the body that it changed.",
        "Personal values are masked.",
        "Without --last, it runs a new event like this, and sends nothing."
      })
  private boolean isTraced;

  /** Whether the event is to be run here. */
  boolean isChosen() {
    return isLast || isTraced;
  }

  boolean isLast() {
    return isLast;
  }

  /**
   * Runs the event and prints what happened.
   *
   * @param event the name from the command line; null for none
   * @param fresh gives the body of a new event
   * @param command as it was given
   * @return the exit code: 0, or 2 if the event failed
   */
  int run(@Nullable String event, Supplier<byte[]> fresh, CommandLine command) {
    Set<String> allowed = isLast ? WITH_LAST : WITH_TRACE;
    command.getParseResult().matchedOptions().stream()
        .map(OptionSpec::longestName)
        .filter(name -> !allowed.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new ConfigurationException(
                  (isLast ? "--last" : "--trace") + " sends nothing: leave out " + name + ".");
            });
    EventRun run = isLast ? EventRun.ofLast(event) : EventRun.of(fresh.get());
    TraceText.lines(run, isTraced).forEach(command.getOut()::println);
    return run.isSuccess() ? 0 : 2;
  }
}
