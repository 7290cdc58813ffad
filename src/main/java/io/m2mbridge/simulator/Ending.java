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

/** The end of a run: the receiver gets its time, and then is compared with what M2M knows. */
final class Ending {
  private static final Duration LOOK = Duration.ofMillis(50);

  /** How long a receiver must agree: what is repeated may come last. */
  private static final Duration CALM = Duration.ofSeconds(1);

  private final Simulator simulator;
  private final Findings.Expected expected;
  private final Duration longest;

  /**
   * @param longest how long the receiver may take for its last events and replies
   */
  Ending(Simulator simulator, Findings.Expected expected, Duration longest) {
    this.simulator = simulator;
    this.expected = expected;
    this.longest = longest;
  }

  /**
   * Reads from the bridge's tables.
   *
   * @throws ConfigurationException when they can't be read
   */
  static <T> T readable(Supplier<T> read) {
    try {
      return read.get();
    } catch (DataAccessException e) {
      throw new ConfigurationException(
          "The bridge's database can't be read ("
              + e.getMostSpecificCause().getClass().getSimpleName()
              + "): see to --database-url, --database-username and --database-password, and that the"
              + " bridge has made its tables.");
    }
  }

  /** Gives the receiver its time for the replies that are missing. */
  void awaitReplies() throws InterruptedException {
    long since = System.nanoTime();
    while (expected.replies()
        && Findings.isReplyToCome(requests(), Instant.now())
        && System.nanoTime() - since < longest.toNanos()) {
      Thread.sleep(LOOK.toMillis());
    }
  }

  /**
   * What came of it.
   *
   * @param compared null where there is nothing to compare with
   */
  Verdict verdict(@Nullable Compared compared) throws InterruptedException {
    return new Verdict(
        simulator.ask(simulator::report), Findings.of(webhooks(), requests(), expected), compared);
  }

  /** With the bridge's tables, once it is done with its last events. */
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
        && System.nanoTime() - since < longest.toNanos()) {
      Thread.sleep(LOOK.toMillis());
    }
    List<DataRequest> requests = requests();
    return new Compared(
        "The bridge's tables say what M2M knows.",
        readable(() -> Comparison.differences(webhooks, requests, tables)),
        Set.of());
  }

  /** With what the receiver says it holds, once that agrees for a while, or its time is over. */
  Compared with(StateSource source) throws InterruptedException {
    List<Webhook> webhooks = webhooks();
    long since = System.nanoTime();
    long agreesSince = since;
    while (true) {
      boolean isOver = System.nanoTime() - since >= longest.toNanos();
      Compared compared =
          isOver ? compared(source, webhooks) : comparedIfReadable(source, webhooks);
      if (compared == null || !compared.differences().isEmpty()) {
        agreesSince = System.nanoTime();
      }
      boolean isCalm = System.nanoTime() - agreesSince >= CALM.toNanos();
      if (compared != null && (isOver || isCalm)) {
        return compared;
      }
      Thread.sleep(LOOK.toMillis());
    }
  }

  private static Compared compared(StateSource source, List<Webhook> webhooks) {
    return StateComparison.of(webhooks, source.read());
  }

  /** A file may be half written, or not there yet. */
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
