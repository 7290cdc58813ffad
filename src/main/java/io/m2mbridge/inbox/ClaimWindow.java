package io.m2mbridge.inbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Decides how far back a claim looks for deliveries that are due. After a claim that took
 * everything, the older entries of the index belong to events that are done. While a long
 * transaction is open, PostgreSQL keeps these entries, and each claim would read all of them.
 *
 * <p>So for ten seconds after such a claim, the next claims look at the last 20 seconds only: those
 * ten seconds, and ten more for inserts that were not committed yet at its time.
 */
public final class ClaimWindow {
  /** No limit: a century. */
  static final Duration EVERYTHING = Duration.ofDays(36_500);

  static final Duration RECENT = Duration.ofSeconds(20);

  /**
   * How long after a full claim the next one is made. A row that was locked during a full claim, or
   * whose time was set back by hand, waits for this long.
   */
  private static final long FULL_CLAIM_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final List<String> lanes;
  private final LongSupplier nanoTime;
  private boolean hasFoundAll;
  private long foundAllAt;

  public ClaimWindow(List<String> lanes) {
    this(lanes, System::nanoTime);
  }

  public ClaimWindow(List<String> lanes, LongSupplier nanoTime) {
    this.lanes = lanes;
    this.nanoTime = nanoTime;
  }

  /** Returns how far back the claim that begins now must look. */
  public Duration lookBack() {
    return hasFoundAll && nanoTime.getAsLong() - foundAllAt < FULL_CLAIM_INTERVAL_NANOS
        ? RECENT
        : EVERYTHING;
  }

  /**
   * Notes what a claim found.
   *
   * @param lookBack how far back it looked
   * @param begun when it began, as {@code nanoTime}
   * @param perLane how many deliveries it could take of each lane
   * @param total how many deliveries it could take in all
   */
  public void note(
      Duration lookBack,
      long begun,
      Map<String, Integer> perLane,
      int total,
      List<ClaimedDelivery> claimed) {
    Map<String, Long> counts =
        claimed.stream()
            .collect(Collectors.groupingBy(ClaimedDelivery::lane, Collectors.counting()));
    boolean leftNone =
        claimed.size() < total
            && perLane.entrySet().stream()
                .allMatch(lane -> counts.getOrDefault(lane.getKey(), 0L) < lane.getValue());
    if (!leftNone) {
      hasFoundAll = false;
    } else if (lookBack.equals(EVERYTHING) && perLane.keySet().containsAll(lanes)) {
      hasFoundAll = true;
      foundAllAt = begun;
    }
  }
}
