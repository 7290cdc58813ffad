package io.m2mbridge.inbox;

import io.m2mbridge.jdbc.CancellingDataSource;
import io.m2mbridge.jdbc.FreshPlanStatements;
import io.m2mbridge.jdbc.IdleConnections;
import io.m2mbridge.jdbc.NetworkTimeoutDataSource;
import io.m2mbridge.jdbc.OwnStatements;
import io.m2mbridge.jdbc.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code m2m_deliveries}: storing deliveries, and writing how each one ended. {@link
 * Leases} claims them. Each method runs one statement, or a few that are correct each by itself. It
 * joins the thread's transaction where there is one. The methods throw Spring's {@code
 * DataAccessException}.
 */
public final class Inbox {
  /** Timeout for storing a webhook, after which it is answered 503. */
  public static final Duration STORE_TIMEOUT = Duration.ofSeconds(2);

  private static final String COUNT_DUPLICATES = Sql.named("delivery-count-duplicates");
  private static final String EFFECTS_DONE = Sql.named("delivery-effects-done");
  private static final String IS_HELD = Sql.named("delivery-is-held");
  private static final String DONE = Sql.named("delivery-done");
  private static final String ALL_DONE = Sql.named("delivery-all-done");
  private static final String RESCHEDULE = failed("delivery-reschedule");
  private static final String OUTSIDE_CALL_MADE = Sql.named("outside-call-made");
  private static final String DEAD = failed("delivery-dead");

  private final JdbcClient jdbc;
  private final JdbcClient severalRows;
  private final JdbcClient withTimeout;
  private final JdbcClient severalRowsWithTimeout;
  private final Leases leases;
  private final DeliveryInserts inserts;
  private final StoreCircuitBreaker breaker = new StoreCircuitBreaker();
  private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
  private final Notices notices;
  private final SharedEffectsMarks sharedEffectsMarks;

  public Inbox(DataSource dataSource) {
    DataSource cancelling = new CancellingDataSource(dataSource, IdleConnections.of(dataSource));
    jdbc = JdbcClient.create(new OwnStatements(cancelling));
    severalRows = JdbcClient.create(new FreshPlanStatements(cancelling));
    // The server cancels the statement after STORE_TIMEOUT, which is 4/5 of this network timeout.
    // If it doesn't react, the connection is closed.
    DataSource limited =
        new NetworkTimeoutDataSource(cancelling, STORE_TIMEOUT.multipliedBy(5).dividedBy(4));
    withTimeout = JdbcClient.create(new OwnStatements(limited));
    severalRowsWithTimeout = JdbcClient.create(new FreshPlanStatements(limited));
    leases =
        new Leases(
            JdbcClient.create(
                new FreshPlanStatements(
                    new NetworkTimeoutDataSource(cancelling, Leases.CLAIM_TIMEOUT))),
            severalRowsWithTimeout,
            severalRows);
    inserts = new DeliveryInserts(limited);
    notices = new Notices(jdbc);
    sharedEffectsMarks = new SharedEffectsMarks(severalRows);
  }

  /** Claims deliveries, and renews their leases. */
  public Leases leases() {
    return leases;
  }

  public Notices notices() {
    return notices;
  }

  /** Marks the effects of several deliveries. */
  public SharedEffectsMarks sharedEffectsMarks() {
    return sharedEffectsMarks;
  }

  /** Refuses webhooks while they can't be stored. */
  public StoreCircuitBreaker breaker() {
    return breaker;
  }

  /** Adds a listener for the lanes of deliveries that were stored and can be claimed. */
  public void onStored(Consumer<Set<String>> listener) {
    listeners.add(listener);
  }

  public void removeListener(Consumer<Set<String>> listener) {
    listeners.remove(listener);
  }

  private void notifyListeners(Set<String> lanes) {
    if (!lanes.isEmpty()) {
      listeners.forEach(listener -> listener.accept(lanes));
    }
  }

  /**
   * Inserts the rows whose key isn't known yet, and commits. Of two rows with the same key, the
   * first is inserted.
   *
   * @return for each row, in the same order, whether it was inserted
   */
  List<Boolean> insert(List<NewDelivery> rows) {
    Map<String, NewDelivery> firsts = new LinkedHashMap<>();
    rows.forEach(row -> firsts.putIfAbsent(row.key(), row));
    List<NewDelivery> distinct = List.copyOf(firsts.values());
    Set<String> inserted = inserts.insert(distinct, notices.areKept());
    notifyListeners(
        distinct.stream()
            .filter(row -> row.reason() == null && inserted.contains(row.key()))
            .map(NewDelivery::lane)
            .collect(Collectors.toSet()));
    Set<String> unreported = new HashSet<>(inserted);
    return rows.stream().map(row -> unreported.remove(row.key())).toList();
  }

  /** Inserts a row and rolls it back; see {@link DeliveryInserts#probe}. */
  void probe(NewDelivery row) {
    inserts.probe(row);
  }

  /**
   * Counts further copies of known deliveries. A copy of a dead delivery makes it pending again.
   *
   * @return for each copy, in the same order, whether its key is known with the same content
   */
  List<Boolean> countDuplicates(List<Copy> copies) {
    return countDuplicates(severalRowsWithTimeout, copies);
  }

  /** As {@link #countDuplicates(List)}, in the thread's transaction. */
  boolean countDuplicate(Copy copy) {
    return countDuplicates(jdbc, List.of(copy)).get(0);
  }

  private List<Boolean> countDuplicates(JdbcClient client, List<Copy> copies) {
    Set<String> revived = new HashSet<>();
    Set<Copy> known =
        client
            .sql(COUNT_DUPLICATES)
            .param("keys", texts(copies, Copy::key))
            .param("contentHashes", texts(copies, Copy::contentHash))
            .query(
                (row, number) -> {
                  if (row.getString("state").equals("pending")) {
                    revived.add(row.getString("lane"));
                  }
                  return new Copy(row.getString("event_key"), row.getString("content_hash"));
                })
            .set();
    notifyListeners(revived);
    return copies.stream().map(known::contains).toList();
  }

  private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  /**
   * Notes that this transaction holds the effects of a delivery.
   *
   * @return {@code effects_at}; empty where the lease is lost
   */
  public Optional<Instant> effectsDone(long id, UUID leaseToken) {
    return settle(EFFECTS_DONE, id, leaseToken)
        .query((row, number) -> row.getTimestamp("effects_at").toInstant())
        .optional();
  }

  /** Marks a delivery as done; false where its lease is lost or its row is locked. */
  public boolean done(ClaimedDelivery claimed) {
    return settle(DONE, claimed.id(), claimed.leaseToken()).update() == 1;
  }

  /** Returns whether this claim still has the lease. */
  public boolean isHeld(ClaimedDelivery claimed) {
    return settle(IS_HELD, claimed.id(), claimed.leaseToken()).query(Boolean.class).single();
  }

  /**
   * Marks deliveries as done, in one statement.
   *
   * @return the lease tokens of those that were marked; of the others the lease is lost, or the row
   *     is locked by another transaction
   */
  public List<UUID> done(Collection<ClaimedDelivery> claimed) {
    return Leases.named(severalRows, ALL_DONE, claimed).query(UUID.class).list();
  }

  private static String failed(String end) {
    return Sql.named("attempt-failed").formatted(Sql.named(end));
  }

  /**
   * Puts a delivery back for another attempt.
   *
   * @param attempts how many attempts count from now on
   * @return false where the lease is lost
   */
  public boolean reschedule(
      ClaimedDelivery claimed, FailedAttempt failed, Duration delay, int attempts) {
    return failed(RESCHEDULE, claimed, failed, null)
            .param("delaySeconds", delay.toMillis() / 1000.0)
            .param("attempts", attempts)
            .query(Long.class)
            .single()
        == 1;
  }

  /**
   * Marks a delivery as dead: it stays visible, and can be replayed.
   *
   * @param letter the notice that is written with it; null for none
   * @return false where the lease is lost
   */
  public boolean dead(ClaimedDelivery claimed, FailedAttempt failed, @Nullable DeadLetter letter) {
    return failed(DEAD, claimed, failed, letter).query(Long.class).single() == 1;
  }

  private JdbcClient.StatementSpec failed(
      String sql, ClaimedDelivery claimed, FailedAttempt failed, @Nullable DeadLetter letter) {
    return settle(sql, claimed.id(), claimed.leaseToken())
        .param("lastError", failed.lastError())
        .param("attempt", claimed.attempt())
        .param("millis", failed.took().toMillis())
        .param("node", Node.name())
        .param("route", failed.route())
        .param("step", failed.step())
        .param("failure", failed.failure())
        .param("notice", letter == null ? null : letter.notice())
        .param("queue", letter == null ? null : letter.queue());
  }

  /** Notes that a call to another system succeeded, and commits. */
  public void outsideCallMade(long id, int run, String call) {
    jdbc.sql(OUTSIDE_CALL_MADE).param("id", id).param("run", run).param("call", call).update();
  }

  private JdbcClient.StatementSpec settle(String sql, long id, UUID leaseToken) {
    return jdbc.sql(sql).param("id", id).param("token", leaseToken);
  }

  /** Returns once the database has answered; fails after {@link #STORE_TIMEOUT}. */
  public void ping() {
    withTimeout.sql("SELECT 1").query(Integer.class).single();
  }

  /** Returns for each state how many deliveries are in it, and how old the oldest is. */
  public List<StateCount> states() {
    return jdbc.sql(Sql.named("delivery-states"))
        .query(
            (row, number) ->
                new StateCount(
                    row.getString("state"),
                    row.getLong("deliveries"),
                    row.getDouble("oldest_seconds")))
        .list();
  }

  /**
   * The deliveries of one state.
   *
   * @param oldestSeconds the time since the receipt of the oldest; 0 for a final state
   */
  public record StateCount(String state, long deliveries, double oldestSeconds) {}
}
