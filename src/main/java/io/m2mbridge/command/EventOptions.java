package io.m2mbridge.command;

import io.m2mbridge.inbox.DeliverySelection;
import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.operate.EventChoice;
import io.m2mbridge.operate.Since;
import io.m2mbridge.settings.ConfigurationException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that choose events: one by its id, or all that a filter matches. */
final class EventOptions {
  enum State {
    dead,
    quarantined
  }

  static final class Choice {
    @Parameters(
        paramLabel = "<id>",
        arity = "0..1",
        description = "One event, by its id or its event key.")
    @Nullable String event;

    @Option(names = "--state", description = "All events in this state: ${COMPLETION-CANDIDATES}.")
    @Nullable State state;
  }

  @ArgGroup(multiplicity = "1")
  @Nullable Choice choice;

  @Option(
      names = "--event",
      description = "With --state: only events of this name, such as link.created.")
  @Nullable String event;

  @Option(
      names = "--reason",
      description =
          "With --state: only events that were quarantined for this reason, such as stale.")
  @Nullable String reason;

  @Option(
      names = "--cause",
      description =
          "With --state: only events of this cause, as the command trouble tells it: write it as it"
              + " is there.")
  @Nullable String cause;

  @Option(
      names = "--since",
      description =
          "With --state: only events that were received then or later, such as 2h or"
              + " 2026-01-26T22:00:00Z.")
  @Nullable String since;

  @Mixin private final WhyOption why = new WhyOption();

  /** The state that all chosen events have; null if one was chosen by its id. */
  @Nullable String state() {
    State state = choice().state;
    return state == null ? null : state.name();
  }

  /** Returns the ids of the events that are chosen now, the oldest first. */
  List<Long> find(DeliverySelection deliveries) {
    return chosen().find(deliveries, Integer.MAX_VALUE);
  }

  private EventChoice chosen() {
    String state = state();
    refuseIdleOptions(state);
    return new EventChoice(
        choice().event, state, event, reason, cause, since == null ? null : since(since));
  }

  /**
   * Asks whether to go on.
   *
   * @param verb what is to be done with the events, such as {@code discard}
   * @param done the same, as what was done
   * @return false if the answer is no, which is said then
   * @throws ConfigurationException if the answer is yes, but the events have changed meanwhile
   */
  boolean isConfirmed(
      DeliverySelection deliveries, List<Long> ids, String verb, String done, PrintWriter out) {
    if (!Question.isConfirmed(out, EventChoice.count(ids) + " to " + verb + ". Continue?")) {
      out.println("Nothing was " + done + ".");
      return false;
    }
    refuseChanged(ids, find(deliveries));
    return true;
  }

  /** Refuses to go on if the events are others than those of the plan. */
  private static void refuseChanged(List<Long> planned, List<Long> now) {
    if (!planned.equals(now)) {
      throw new ConfigurationException(
          "The events have changed since the question, so nothing was done: there are "
              + EventChoice.count(now)
              + " now. Run this again.");
    }
  }

  /** Refuses options that would have no effect, or let nothing match. */
  private void refuseIdleOptions(@Nullable String state) {
    if (state == null && (event != null || reason != null || cause != null || since != null)) {
      throw new ConfigurationException(
          "--event, --reason, --cause and --since choose among the events of a --state: leave them"
              + " out with an id.");
    }
    if (reason != null && State.dead.name().equals(state)) {
      throw new ConfigurationException(
          "--reason is why an event is in quarantine, and a dead event has none: your own reason"
              + " belongs in --why.");
    }
  }

  private static Since since(String text) {
    return Since.read(text)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "--since "
                        + text
                        + " is neither a duration nor an instant: write 2h, or"
                        + " 2026-01-26T22:00:00Z."));
  }

  /** The action of the person who runs this command. */
  OperatorAction action() {
    return why.action(chosen().filter());
  }

  private Choice choice() {
    if (choice == null) {
      throw new IllegalStateException("picocli demands one");
    }
    return choice;
  }
}
