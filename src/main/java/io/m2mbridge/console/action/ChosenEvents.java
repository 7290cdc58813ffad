package io.m2mbridge.console.action;

import io.m2mbridge.console.access.RefusedException;
import io.m2mbridge.console.access.Viewer;
import io.m2mbridge.console.screen.InvalidRequestException;
import io.m2mbridge.event.Hashes;
import io.m2mbridge.inbox.DeliverySelection;
import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.inspect.Report;
import io.m2mbridge.operate.EventChoice;
import io.m2mbridge.operate.Since;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events that the parameters of a plan, or the fields of its form, choose. */
final class ChosenEvents {
  /** The page waits until the last event is done. */
  static final int MOST_EVENTS = 2_000;

  private static final String PLAN = "plan";
  private static final Set<String> STATES = Set.of("dead", "quarantined");

  private final EventChoice choice;
  private final List<Long> ids;
  private final @Nullable String state;
  private final Map<String, String> given;

  /**
   * Finds the events.
   *
   * @param given the parameters id, state, event, reason, cause and since, as the commands have
   *     them
   * @throws InvalidRequestException if they are invalid or choose too many events
   */
  ChosenEvents(DeliverySelection deliveries, Map<String, String> given) {
    this.given = given;
    this.choice = choice(given);
    this.ids = choice.find(deliveries, MOST_EVENTS + 1);
    if (ids.isEmpty()) {
      throw new RefusedException(404, "There is no such event.");
    }
    if (ids.size() > MOST_EVENTS) {
      throw new InvalidRequestException(
          "A page takes "
              + MOST_EVENTS
              + " events at most, and these are more: choose fewer by since, or use the command.");
    }
    state = choice.state() == null ? deliveries.state(ids.get(0)).orElse(null) : choice.state();
  }

  private static EventChoice choice(Map<String, String> given) {
    String id = given.get("id");
    String state = given.get("state");
    if ((id == null) == (state == null)) {
      throw new InvalidRequestException("Choose events by id or by state: give one of the two.");
    }
    if (state != null && !STATES.contains(state)) {
      throw new InvalidRequestException("The state is unknown: write dead or quarantined.");
    }
    EventChoice choice =
        new EventChoice(
            id,
            state,
            given.get("event"),
            given.get("reason"),
            given.get("cause"),
            since(given.get("since")));
    long filters = choice.filter().values().stream().filter(value -> value != null).count();
    if (id != null && filters > 1) {
      throw new InvalidRequestException(
          "event, reason, cause and since choose among the events of a state: leave them out with"
              + " an id.");
    }
    return choice;
  }

  private static @Nullable Since since(@Nullable String text) {
    return text == null
        ? null
        : Since.read(text)
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "since is neither a duration nor an instant: write 2h, or"
                            + " 2026-01-26T22:00:00Z."));
  }

  List<Long> ids() {
    return ids;
  }

  /** The state that all events have; null if there is no event with the id. */
  @Nullable String state() {
    return state;
  }

  /** A text that differs for other events, and for an event whose state has changed. */
  private String plan() {
    String events = EventChoice.fingerprint(ids);
    return choice.state() != null
        ? events
        : Hashes.sha256((events + " " + state).getBytes(StandardCharsets.US_ASCII));
  }

  String count() {
    return EventChoice.count(ids);
  }

  /** Returns the hidden fields of the form: the choice, and which events it is. */
  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    choice
        .filter()
        .forEach(
            (name, value) -> {
              if (value != null) {
                fields.put(name, value);
              }
            });
    fields.put(PLAN, plan());
    return fields;
  }

  /** Returns a plan for a program: its tables, and what to send back to confirm it. */
  Report confirmable(Report plan) {
    Map<String, @Nullable Object> choice = new LinkedHashMap<>();
    choice.put("count", ids.size());
    choice.put(PLAN, plan());
    Map<String, List<Map<String, @Nullable Object>>> tables = new LinkedHashMap<>();
    tables.put("choice", List.of(choice));
    tables.putAll(plan.tables());
    return new Report(tables);
  }

  /**
   * Refuses to go on if the events are others than those of the plan, or one that was chosen by its
   * id has another state: a replay of one that is done by now would repeat its calls.
   *
   * @throws RefusedException if they are
   */
  void refuseMoved() {
    if (!plan().equals(given.get(PLAN))) {
      throw new RefusedException(
          409,
          "The events have changed since the plan, so nothing was done: there are "
              + count()
              + " now. Look at the plan again.");
    }
  }

  OperatorAction action(Viewer viewer, String why) {
    return new OperatorAction(viewer.name(), why, choice.filter());
  }
}
