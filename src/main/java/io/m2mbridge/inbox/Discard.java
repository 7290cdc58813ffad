package io.m2mbridge.inbox;

import io.m2mbridge.jdbc.Sql;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Closes deliveries that need no more work, so that they are no trouble any more. A delivery that
 * is dead or quarantined becomes done, with the reason {@code discarded}. Nothing of it is undone.
 */
public final class Discard {
  private final OperatorRuns runs;

  /**
   * @param action who discards what, and why; all events that this object closes belong to it
   * @param chosen how many events were chosen
   */
  public Discard(DataSource dataSource, OperatorAction action, int chosen) {
    runs = new OperatorRuns(dataSource, action, "discard", chosen);
  }

  /**
   * Closes one delivery.
   *
   * @param onlyIn the state that the delivery must still be in; null for either
   * @return whether it was closed; false where it is neither dead nor quarantined. Empty where
   *     there is no delivery with this id
   */
  public Optional<Boolean> close(long id, @Nullable String onlyIn) {
    return runs.change(id, row -> close(row, onlyIn));
  }

  private boolean close(OperatorRuns.Locked row, @Nullable String onlyIn) {
    if (!row.isDeadOrQuarantined() || (onlyIn != null && !row.state().equals(onlyIn))) {
      return false;
    }
    runs.jdbc().sql(Sql.named("delivery-discard")).param("id", row.id()).update();
    runs.began(row);
    return true;
  }
}
