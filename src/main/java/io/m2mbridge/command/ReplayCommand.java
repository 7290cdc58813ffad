package io.m2mbridge.command;

import io.m2mbridge.database.Database;
import io.m2mbridge.inbox.DeliverySelection;
import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.inbox.Replay;
import io.m2mbridge.settings.ConfigurationException;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Puts events back in the database of the bridge's settings. The bridge may run or not, here or on
 * another machine.
 */
@Command(
    name = "replay",
    description = {
      "Puts dead or quarantined events back, to be processed as new ones are.",
      "Effects on the database that were committed aren't repeated; calls to the outside are."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
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

  @Option(names = "--why", description = "Why, for the record of operators' actions.")
  @Nullable String why;

  @Option(names = "--yes", description = "Don't ask for confirmation.")
  boolean yes;

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    DataSource database = Database.reachable(StandaloneSettings.read());
    List<Long> ids = chosen(new DeliverySelection(database));
    if (ids.isEmpty()) {
      out().println("There is no such event.");
      return choice().state == null ? 1 : 0;
    }
    if (choice().state != null && !yes && !isConfirmed(ids.size())) {
      out().println("Nothing was put back.");
      return 1;
    }
    report(putBack(new Replay(database, action(), ids.size()), ids));
    return 0;
  }

  private OperatorAction action() {
    State state = choice().state;
    Map<String, @Nullable String> filter = new LinkedHashMap<>();
    filter.put("id", choice().event);
    filter.put("state", state == null ? null : state.name());
    filter.put("event", event);
    filter.put("reason", reason);
    return OperatorAction.ofCommand(why, filter);
  }

  private List<Long> chosen(DeliverySelection deliveries) {
    State state = choice().state;
    if (state != null) {
      return deliveries.find(state.name(), event, reason);
    }
    String wanted = String.valueOf(choice().event);
    return wanted.matches("[0-9]{1,18}")
        ? List.of(Long.parseLong(wanted))
        : deliveries.find(wanted).map(List::of).orElse(List.of());
  }

  private boolean isConfirmed(int count) {
    return Question.isConfirmed(
        out(), count + (count == 1 ? " event" : " events") + " to put back. Continue?");
  }

  private Map<Replay.Result, Integer> putBack(Replay replay, List<Long> ids) {
    State state = choice().state;
    Map<Replay.Result, Integer> counts = new EnumMap<>(Replay.Result.class);
    for (long id : ids) {
      replay
          .putBack(id, state == null ? null : state.name())
          .ifPresent(result -> counts.merge(result, 1, Integer::sum));
    }
    return counts;
  }

  private void report(Map<Replay.Result, Integer> counts) {
    if (counts.isEmpty()) {
      throw new ConfigurationException("There is no event with this id.");
    }
    counts.forEach(
        (result, count) ->
            out()
                .println(
                    count
                        + switch (result) {
                          case PUT_BACK -> " put back.";
                          case DUPLICATE -> " closed, because an equal event is known.";
                          case STAYS ->
                              " still in quarantine: unusable, or in conflict with a known event.";
                          case ON_ITS_WAY -> " already pending or processing.";
                        }));
  }

  private Choice choice() {
    if (choice == null) {
      throw new IllegalStateException("picocli demands one");
    }
    return choice;
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec.commandLine().getOut();
  }
}
