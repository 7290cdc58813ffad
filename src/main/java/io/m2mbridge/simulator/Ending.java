package io.m2mbridge.simulator;

import io.m2mbridge.settings.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** The end of a run: it waits for the receiver, and then compares it with what M2M knows. */
final class Ending {
  private static final Duration POLL_PERIOD = Duration.ofMillis(50);

  /** How long a receiver must agree before it counts, because a repetition may come last. */
  private static final Duration STABLE_TIME = Duration.ofSeconds(1);

  private final Simulator simulator;
  private final Findings.Expected expected;
  private final Duration timeout;

  /**
   * Creates the end of a run.
   *
   * @param timeout how long to wait for the receiver's last events and replies
   */
  Ending(Simulator simulator, Findings.Expected expected, Duration timeout) {
    this.simulator = simulator;
    this.expected = expected;
    this.timeout = timeout;
  }

  /**
   * Reads from the bridge's tables.
   *
   * @throws ConfigurationException if they can't be read
   */
  static <T> T readable(Supplier<T> read) {
    try {
      return read.get();
    } catch (DataAccessException e) {
      throw new ConfigurationException(
          "The bridge's database can't be read ("
              + e.getMostSpecificCause().getClass().getSimpleName()
              + "): check --database-url, --database-username and --database-password, and that the"
              + " bridge has created its tables.");
    }
  }

  /** Waits for missing replies, until the timeout. */
  void awaitReplies() throws InterruptedException {
    long since = System.nanoTime();
    while (expected.replies()
        && Findings.isReplyToCome(requests(), Instant.now())
        && System.nanoTime() - since < timeout.toNanos()) {
      Thread.sleep(POLL_PERIOD.toMillis());
    }
  }

  /**
   * Returns the result of the run.
   *
   * @param compared the comparison; null if there is nothing to compare with
   */
  Verdict verdict(@Nullable Compared compared) throws InterruptedException {
    return new Verdict(
        simulator.ask(simulator::report), Findings.of(webhooks(), requests(), expected), compared);
  }

  /** Compares with the bridge's tables, once the bridge has finished its last events. */
  Compared with(BridgeTables tables) throws InterruptedException {
    List<Webhook> webhooks = webhooks();
    Set<String> users = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (Webhook webhook : webhooks) {
      users.add(webhook.link.referenceId);
      keys.add(String.valueOf(webhook.eventKey()));
    }
    long since = System.nanoTime();
    while (readable(() -> tables.unfinished(keys, users)) > 0
        && System.nanoTime() - since < timeout.toNanos()) {
      Thread.sleep(POLL_PERIOD.toMillis());
    }
    List<DataRequest> requests = requests();
    List<Operation> operations = simulator.ask(simulator.platform()::operations);
    return new Compared(
        "The bridge's tables agree with M2M.",
        readable(() -> Comparison.differences(webhooks, requests, operations, tables)),
        Set.of());
  }

  /** Compares with the receiver's state, once that agrees for a while, or at the timeout. */
  Compared with(StateSource source) throws InterruptedException {
    List<Webhook> webhooks = webhooks();
    long since = System.nanoTime();
    long agreesSince = since;
    while (true) {
      boolean isOver = System.nanoTime() - since >= timeout.toNanos();
      Compared compared =
          isOver ? compared(source, webhooks) : comparedIfReadable(source, webhooks);
      if (compared == null || !compared.differences().isEmpty()) {
        agreesSince = System.nanoTime();
      }
      boolean isStable = System.nanoTime() - agreesSince >= STABLE_TIME.toNanos();
      if (compared != null && (isOver || isStable)) {
        return compared;
      }
      Thread.sleep(POLL_PERIOD.toMillis());
    }
  }

  private static Compared compared(StateSource source, List<Webhook> webhooks) {
    return StateComparison.of(webhooks, source.read());
  }

  /** Returns null if the state can't be read: a file may be incomplete or not exist yet. */
  private static @Nullable Compared comparedIfReadable(StateSource source, List<Webhook> webhooks) {
    try {
      return compared(source, webhooks);
    } catch (ConfigurationException e) {
      return null;
    }
  }

  private List<Webhook> webhooks() throws InterruptedException {
    return simulator.ask(() -> List.copyOf(simulator.webhooks().all()));
  }

  private List<DataRequest> requests() throws InterruptedException {
    return simulator.ask(simulator.platform()::dataRequests);
  }
}
