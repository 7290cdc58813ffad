package io.m2mbridge.inbox;

import io.m2mbridge.jdbc.CancellingDataSource;
import io.m2mbridge.jdbc.IdleConnections;
import io.m2mbridge.jdbc.ImpatientDataSource;
import io.m2mbridge.jdbc.OwnStatements;
import io.m2mbridge.jdbc.PlannedAnew;
import io.m2mbridge.jdbc.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
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
 * The table {@code m2m_deliveries}. Each method is one statement or a few that are right one by
 * one, and joins the thread's transaction where there is one. They throw Spring's {@code
 * DataAccessException}.
 */
public final class Inbox {
  /** How long a claim holds without being renewed, by the database's clock. */
  public static final Duration LEASE = Duration.ofSeconds(8);

  /** How long a webhook waits for the database at most. */
  public static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How long a claim may take at most: its leases begin on the server, and must not be over. */
  private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(5);

  private static final String COUNT_DUPLICATES = Sql.named("delivery-count-duplicates");
  private static final String CLAIM = Sql.named("delivery-claim");
  private static final String RENEW = Sql.named("delivery-renew-leases");
  private static final String EFFECTS_DONE = Sql.named("delivery-effects-done");
  private static final String IS_HELD = Sql.named("delivery-is-held");
  private static final String DONE = Sql.named("delivery-done");
  private static final String ALL_DONE = Sql.named("delivery-all-done");
  private static final String PUT_BACK = Sql.named("delivery-put-back");
  private static final String RESCHEDULE = Sql.named("delivery-reschedule");
  private static final String OUTSIDE_CALL_MADE = Sql.named("outside-call-made");
  private static final String DEAD = Sql.named("delivery-dead");

  private final JdbcClient jdbc;
  private final JdbcClient ofSeveralRows;
  private final JdbcClient claims;
  private final JdbcClient inTime;
  private final JdbcClient ofSeveralRowsInTime;
  private final DeliveryInserts inserts;
  private final StoreHealth storeHealth = new StoreHealth();
  private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
  private final Notices notices;

  public Inbox(DataSource dataSource) {
    DataSource cancelling = new CancellingDataSource(dataSource, IdleConnections.of(dataSource));
    jdbc = JdbcClient.create(new OwnStatements(cancelling));
    ofSeveralRows = JdbcClient.create(new PlannedAnew(cancelling));
    claims = JdbcClient.create(new PlannedAnew(new ImpatientDataSource(cancelling, CLAIM_TIMEOUT)));
    // A statement is cancelled once the time is up, and its connection dropped half a second later.
    DataSource impatient =
        new ImpatientDataSource(cancelling, PATIENCE.multipliedBy(5).dividedBy(4));
    inTime = JdbcClient.create(new OwnStatements(impatient));
    ofSeveralRowsInTime = JdbcClient.create(new PlannedAnew(impatient));
    inserts = new DeliveryInserts(impatient);
    notices = new Notices(jdbc);
  }

  public Notices notices() {
    return notices;
  }

  /** Whether webhooks can be stored at the moment. */
  public StoreHealth storeHealth() {
    return storeHealth;
  }

  /** Tells the listener the lanes of deliveries that were stored and can be claimed. */
  public void onStored(Consumer<Set<String>> listener) {
    listeners.add(listener);
  }

  public void removeListener(Consumer<Set<String>> listener) {
    listeners.remove(listener);
  }

  private void tell(Set<String> lanes) {
    if (!lanes.isEmpty()) {
      listeners.forEach(listener -> listener.accept(lanes));
    }
  }

  /**
   * Inserts those whose key isn't known; committed when this returns. Of two with one key the first
   * is inserted.
   *
   * @return for each, in the same order, whether it was inserted
   */
  List<Boolean> insert(List<NewDelivery> rows) {
    Map<String, NewDelivery> firsts = new LinkedHashMap<>();
    rows.forEach(row -> firsts.putIfAbsent(row.key(), row));
    List<NewDelivery> distinct = List.copyOf(firsts.values());
    Set<String> inserted = inserts.insert(distinct, notices.areKept());
    tell(
        distinct.stream()
            .filter(row -> row.reason() == null && inserted.contains(row.key()))
            .map(NewDelivery::lane)
            .collect(Collectors.toSet()));
    Set<String> notTold = new HashSet<>(inserted);
    return rows.stream().map(row -> notTold.remove(row.key())).toList();
  }

  /** As {@link #insert}, and taken back before the commit; see {@link DeliveryInserts#probe}. */
  void probe(NewDelivery row) {
    inserts.probe(row);
  }

  /**
   * Counts copies of what is known; one of a dead delivery makes it pending again.
   *
   * @return for each, in the same order, whether its key is known with the same content
   */
  List<Boolean> countDuplicates(List<Copy> copies) {
    return countDuplicates(ofSeveralRowsInTime, copies);
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
    tell(revived);
    return copies.stream().map(known::contains).toList();
  }

  private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  /** Takes the lease of what is due, however long it has been. */
  public List<ClaimedDelivery> claim(Map<String, Integer> rooms, int room) {
    return claim(rooms, room, ClaimWindow.EVERYTHING);
  }

  /**
   * Takes the lease of what is due, oldest first.
   *
   * @param rooms for each lane how many at most
   * @param room how many at most in all
   * @param lookBack what became due before that is left; see {@link ClaimWindow}
   */
  public List<ClaimedDelivery> claim(Map<String, Integer> rooms, int room, Duration lookBack) {
    return claims
        .sql(CLAIM)
        .param("leaseSeconds", LEASE.toSeconds())
        .param("lookBackSeconds", lookBack.toSeconds())
        .param("lanes", rooms.keySet().toArray(String[]::new))
        .param("rooms", rooms.values().toArray(Integer[]::new))
        .param("room", room)
        .query(Inbox::claimed)
        .list();
  }

  private static ClaimedDelivery claimed(ResultSet row, int number) throws SQLException {
    Timestamp effectsAt = row.getTimestamp("effects_at");
    return new ClaimedDelivery(
        row.getLong("id"),
        row.getObject("lease_token", UUID.class),
        row.getString("event_key"),
        row.getString("lane"),
        row.getInt("attempts"),
        row.getInt("lost"),
        row.getInt("run"),
        row.getTimestamp("received_at").toInstant(),
        effectsAt == null ? null : effectsAt.toInstant(),
        row.getBytes("body"),
        Set.of((String[]) row.getArray("calls").getArray()));
  }

  /**
   * Prolongs the leases of those that are still held. What another transaction has locked at the
   * moment is left for the next time.
   */
  public void renew(Collection<ClaimedDelivery> held) {
    // In time: on a connection that hangs for longer all leases would end.
    settle(ofSeveralRowsInTime, RENEW, held).param("leaseSeconds", LEASE.toSeconds()).update();
  }

  /** Puts back what was claimed and never begun, as if it had not been claimed. */
  public void putBack(Collection<ClaimedDelivery> claimed, Duration delay) {
    settle(ofSeveralRows, PUT_BACK, claimed)
        .param("delaySeconds", delay.toMillis() / 1000.0)
        .update();
  }

  /**
   * Notes that the effects are in this transaction.
   *
   * @return {@code effects_at}; empty when the lease is another's by now
   */
  public Optional<Instant> effectsDone(long id, UUID leaseToken) {
    return settle(EFFECTS_DONE, id, leaseToken)
        .query((row, number) -> row.getTimestamp("effects_at").toInstant())
        .optional();
  }

  /** Ends a delivery well; false when the lease is another's by now, or the row is locked. */
  public boolean done(ClaimedDelivery claimed) {
    return settle(DONE, claimed.id(), claimed.leaseToken()).update() == 1;
  }

  /** Whether the lease is still this one's. */
  public boolean isHeld(ClaimedDelivery claimed) {
    return settle(IS_HELD, claimed.id(), claimed.leaseToken()).query(Boolean.class).single();
  }

  /**
   * Ends deliveries well, all in one statement.
   *
   * @return the lease tokens of those that it ended; the others are another's by now, or locked at
   *     the moment
   */
  public List<UUID> done(Collection<ClaimedDelivery> claimed) {
    return settle(ofSeveralRows, ALL_DONE, claimed).query(UUID.class).list();
  }

  /**
   * Puts a delivery back for another attempt.
   *
   * @param attempts how many count now
   * @param lastError what to note; see {@link io.m2mbridge.failure.Failures#describe}
   * @return false when the lease is another's by now
   */
  public boolean reschedule(
      ClaimedDelivery claimed, Duration delay, int attempts, String lastError) {
    return settle(RESCHEDULE, claimed.id(), claimed.leaseToken())
            .param("delaySeconds", delay.toMillis() / 1000.0)
            .param("attempts", attempts)
            .param("lastError", lastError)
            .update()
        == 1;
  }

  /**
   * Gives a delivery up, visible and ready to be replayed; false when the lease is another's by
   * now.
   *
   * @param told the notice that is written with it; null for none
   */
  public boolean dead(ClaimedDelivery claimed, String lastError, @Nullable DeadLetter told) {
    return settle(DEAD, claimed.id(), claimed.leaseToken())
            .param("lastError", lastError)
            .param("notice", told == null ? null : told.notice())
            .param("queue", told == null ? null : told.queue())
            .param("route", told == null ? null : told.route())
            .param("step", told == null ? null : told.step())
            .param("attempts", told == null ? null : told.attempts())
            .query(Long.class)
            .single()
        == 1;
  }

  /** Remembers that a call to the outside succeeded; committed when this returns. */
  public void outsideCallMade(long id, int run, String call) {
    jdbc.sql(OUTSIDE_CALL_MADE).param("id", id).param("run", run).param("call", call).update();
  }

  private JdbcClient.StatementSpec settle(String sql, long id, UUID leaseToken) {
    return jdbc.sql(sql).param("id", id).param("token", leaseToken);
  }

  private static JdbcClient.StatementSpec settle(
      JdbcClient client, String sql, Collection<ClaimedDelivery> claimed) {
    return client
        .sql(sql)
        .param("ids", claimed.stream().map(ClaimedDelivery::id).toArray(Long[]::new))
        .param(
            "tokens", claimed.stream().map(c -> c.leaseToken().toString()).toArray(String[]::new));
  }

  /** Answers when the database does. */
  public void ping() {
    inTime.sql("SELECT 1").query(Integer.class).single();
  }

  /**
   * How many deliveries are in each state, and how long the oldest unfinished one of it has waited.
   */
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
   * @param oldestSeconds since receipt; 0 for a state that is an end
   */
  public record StateCount(String state, long deliveries, double oldestSeconds) {}
}
