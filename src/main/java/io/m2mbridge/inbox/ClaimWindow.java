package io.m2mbridge.inbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * How far back a claim looks for what is due. Once a claim has found all there was, older entries
 * of the index are of events that are done, and while a long transaction is open each claim would
 * read all of them. So for some seconds claims look only at what became due lately. Twenty seconds
 * of it: the ten since the last full look, and ten for an insert that was under way then.
 */
public final class ClaimWindow {
  /** A century. */
  static final Duration EVERYTHING = Duration.ofDays(36_500);

  static final Duration LATELY = Duration.ofSeconds(20);

  /** What was locked during the last full look, or was set back by hand, waits for this long. */
  private static final long FULL_LOOK_NANOS = Duration.ofSeconds(10).toNanos();

  private final List<String> lanes;
  private final LongSupplier nanoTime;
  private boolean isFoundAll;
  private long foundAllAt;

  public ClaimWindow(List<String> lanes) {
    this(lanes, System::nanoTime);
  }

  public ClaimWindow(List<String> lanes, LongSupplier nanoTime) {
    this.lanes = lanes;
    this.nanoTime = nanoTime;
  }

  /** For the claim that begins now. */
  public Duration lookBack() {
    return isFoundAll && nanoTime.getAsLong() - foundAllAt < FULL_LOOK_NANOS ? LATELY : EVERYTHING;
  }

  /**
   * Notes what a claim found.
   *
   * @param lookBack how far back it looked
   * @param begun when it began, as {@code nanoTime}
   * @param rooms how many it could take of each lane
   * @param room how many it could take in all
   */
  public void note(
      Duration lookBack,
      long begun,
      Map<String, Integer> rooms,
      int room,
      List<ClaimedDelivery> claimed) {
    Map<String, Long> counts =
        claimed.stream()
            .collect(Collectors.groupingBy(ClaimedDelivery::lane, Collectors.counting()));
    boolean leftNone =
        claimed.size() < room
            && rooms.entrySet().stream()
                .allMatch(lane -> counts.getOrDefault(lane.getKey(), 0L) < lane.getValue());
    if (!leftNone) {
      isFoundAll = false;
    } else if (lookBack.equals(EVERYTHING) && rooms.keySet().containsAll(lanes)) {
      isFoundAll = true;
      foundAllAt = begun;
    }
  }
}
