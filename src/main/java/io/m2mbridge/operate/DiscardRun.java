package io.m2mbridge.operate;

import io.m2mbridge.inbox.Discard;
import io.m2mbridge.inbox.OperatorAction;
import io.m2mbridge.inspect.Report;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Closes chosen events one by one, and counts what became of them. */
public final class DiscardRun {
  private final Discard discard;
  private final @Nullable String onlyIn;
  private final Counts<Result> counts = new Counts<>(Result.class, DiscardRun::words);

  private enum Result {
    DISCARDED,
    NEITHER_DEAD_NOR_QUARANTINED
  }

  /**
   * @param action who discards what, and why
   * @param chosen how many events were chosen
   * @param onlyIn the state that an event must still be in; null for dead and quarantined
   */
  public DiscardRun(
      DataSource dataSource, OperatorAction action, int chosen, @Nullable String onlyIn) {
    discard = new Discard(dataSource, action, chosen);
    this.onlyIn = onlyIn;
  }

  /** Closes one event. */
  public void close(long id) {
    discard
        .close(id, onlyIn)
        .ifPresent(
            isClosed ->
                counts.add(isClosed ? Result.DISCARDED : Result.NEITHER_DEAD_NOR_QUARANTINED));
  }

  /** Whether none of the events exists. */
  public boolean hasFoundNone() {
    return counts.isEmpty();
  }

  /** Returns how many events were closed. */
  public int closed() {
    return counts.of(Result.DISCARDED);
  }

  /** Whether an event was neither dead nor quarantined. */
  public boolean hasLeftSome() {
    return counts.of(Result.NEITHER_DEAD_NOR_QUARANTINED) > 0;
  }

  /** Returns a row for each result, with the number of events. */
  public Report report() {
    return counts.report();
  }

  private static String words(Result result) {
    return switch (result) {
      case DISCARDED -> "discarded";
      case NEITHER_DEAD_NOR_QUARANTINED -> "left as it was: neither dead nor quarantined";
    };
  }
}
