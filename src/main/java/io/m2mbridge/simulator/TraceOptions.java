package io.m2mbridge.simulator;

import io.m2mbridge.dev.trace.EventRun;
import io.m2mbridge.dev.trace.TraceText;
import io.m2mbridge.settings.ConfigurationException;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code send} that run an event here instead of sending it. */
final class TraceOptions {
  @Option(
      names = "--last",
      description = {
        "Sends nothing: runs the last stored event again, of that name if you give one. Its route",
        "is that of this folder as it is saved. All changes to the database are rolled back, and",
        "no outside call is made. It needs a bridge of the dev profile that runs in this folder."
      })
  private boolean isLast;

  @Option(
      names = "--trace",
      description = {
        "Shows each step, with the variables and the body that it changed. Personal values are",
        "masked. Without --last, it runs a new event like this, and sends nothing."
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
   * @param isOther whether an option is given that changes what is sent
   * @return the exit code: 0, or 2 if the event failed
   */
  int run(@Nullable String event, Supplier<byte[]> fresh, boolean isOther, PrintWriter out) {
    if (isLast && isOther) {
      throw new ConfigurationException(
          "--last runs a stored event as it is: leave out the options that change what is sent.");
    }
    EventRun run = isLast ? EventRun.ofLast(event) : EventRun.of(fresh.get());
    TraceText.lines(run, isTraced).forEach(out::println);
    return run.isSuccess() ? 0 : 2;
  }
}
