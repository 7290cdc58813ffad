package io.m2mbridge.command;

import io.m2mbridge.inbox.DeliverySelection;
import io.m2mbridge.inbox.DeliverySelection.Filter;
import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.settings.ConfigurationException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The events that an operator chooses: one by its id, or all that a filter matches. */
final class ChosenEvents {
  /** Limits of an instant that PostgreSQL can read. */
  private static final Instant EARLIEST = Instant.EPOCH;

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

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
      names = "--since",
      description =
          "With --state: only events that were received then or later, such as 2h or"
              + " 2026-01-26T22:00:00Z.")
  @Nullable String since;

  @Option(names = "--why", description = "Why, for the record of operators' actions.")
  @Nullable String why;

  /** The state that all chosen events have; null if one was chosen by its id. */
  @Nullable String state() {
    State state = choice().state;
    return state == null ? null : state.name();
  }

  /** Returns the ids of the events that are chosen now, the oldest first. */
  List<Long> find(DeliverySelection deliveries) {
    String state = state();
    refuseIdleOptions(state);
    if (state != null) {
      return deliveries.find(new Filter(state, event, reason, instant(since)));
    }
    String wanted = String.valueOf(choice().event);
    return wanted.matches("[0-9]{1,18}")
        ? List.of(Long.parseLong(wanted))
        : deliveries.find(wanted).map(List::of).orElse(List.of());
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
    if (!Question.isConfirmed(out, count(ids) + " to " + verb + ". Continue?")) {
      out.println("Nothing was " + done + ".");
      return false;
    }
    refuseChanged(ids, find(deliveries));
    return true;
  }

  private static String count(List<Long> ids) {
    return ids.size() + (ids.size() == 1 ? " event" : " events");
  }

  /** Refuses to go on if the events are others than those of the plan. */
  private static void refuseChanged(List<Long> planned, List<Long> now) {
    if (!planned.equals(now)) {
      throw new ConfigurationException(
          "The events have changed since the question, so nothing was done: there are "
              + count(now)
              + " now. Run this again.");
    }
  }

  /** Refuses options that would have no effect, or let nothing match. */
  private void refuseIdleOptions(@Nullable String state) {
    if (state == null && (event != null || reason != null || since != null)) {
      throw new ConfigurationException(
          "--event, --reason and --since choose among the events of a --state: leave them out with"
              + " an id.");
    }
    if (reason != null && State.dead.name().equals(state)) {
      throw new ConfigurationException(
          "--reason is why an event is in quarantine, and a dead event has none: your own reason"
              + " belongs in --why.");
    }
  }

  /**
   * Returns the instant that a text means: an ISO 8601 instant, or a Camel duration before now.
   *
   * @throws ConfigurationException if it is neither
   */
  static @Nullable Instant instant(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Instant instant = read(text);
    if (instant == null || instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      throw new ConfigurationException(
          "--since "
              + text
              + " is neither a duration nor an instant: write 2h, or 2026-01-26T22:00:00Z.");
    }
    return instant;
  }

  private static @Nullable Instant read(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return before(text);
    }
  }

  private static @Nullable Instant before(String duration) {
    try {
      return duration.matches(".*[a-z]")
          ? Instant.now().minusMillis(TimeUtils.toMilliSeconds(duration))
          : null;
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  /** The action of the person who runs this command. */
  OperatorAction action() {
    Map<String, @Nullable String> filter = new LinkedHashMap<>();
    filter.put("id", choice().event);
    filter.put("state", state());
    filter.put("event", event);
    filter.put("reason", reason);
    filter.put("since", since);
    return OperatorAction.ofCommand(why, filter);
  }

  private Choice choice() {
    if (choice == null) {
      throw new IllegalStateException("picocli demands one");
    }
    return choice;
  }
}
