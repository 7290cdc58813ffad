package io.m2mbridge.operate;

import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.inbox.Replay;
import io.m2mbridge.inspect.Report;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts chosen events back one by one, and counts what became of them. */
public final class ReplayRun {
  private final Replay replay;
  private final @Nullable String onlyIn;
  private final Counts<Replay.Result> counts = new Counts<>(Replay.Result.class, ReplayRun::words);

  /**
   * @param action who replays what, and why
   * @param chosen how many events were chosen
   * @param onlyIn the state that an event must still be in; null for any state
   */
  public ReplayRun(
      DataSource dataSource, OperatorAction action, int chosen, @Nullable String onlyIn) {
    replay = new Replay(dataSource, action, chosen);
    this.onlyIn = onlyIn;
  }

  /** Puts one event back. */
  public void putBack(long id) {
    replay.putBack(id, onlyIn).ifPresent(counts::add);
  }

  /** Whether none of the events exists. */
  public boolean hasFoundNone() {
    return counts.isEmpty();
  }

  /** Returns a row for each result, with the number of events. */
  public Report report() {
    return counts.report();
  }

  private static String words(Replay.Result result) {
    return switch (result) {
      case PUT_BACK -> "put back";
      case DUPLICATE -> "closed, because an equal event is known";
      case STAYS -> "left as it was: unusable, or in conflict with a known event";
      case ON_ITS_WAY -> "already pending or processing";
    };
  }
}
