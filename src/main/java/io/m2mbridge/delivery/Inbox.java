package io.m2mbridge.delivery;

import io.m2mbridge.webhook.EnvelopeReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
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
  static final Duration LEASE = Duration.ofSeconds(8);

  private static final String STORE = Sql.named("delivery-store");
  private static final String COUNT_DUPLICATE = Sql.named("delivery-count-duplicate");
  private static final String CLAIM = Sql.named("delivery-claim");
  private static final String RENEW = Sql.named("delivery-renew-leases");
  private static final String EFFECTS_DONE = Sql.named("delivery-effects-done");
  private static final String DONE = Sql.named("delivery-done");
  private static final String ALL_DONE = Sql.named("delivery-all-done");
  private static final String PUT_BACK = Sql.named("delivery-put-back");
  private static final String RESCHEDULE = Sql.named("delivery-reschedule");
  private static final String DEAD = Sql.named("delivery-dead");

  private final JdbcClient jdbc;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public Inbox(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
  }

  /** Calls the listener after each delivery that was stored and can be claimed. */
  void onStored(Runnable listener) {
    listeners.add(listener);
  }

  void removeListener(Runnable listener) {
    listeners.remove(listener);
  }

  /**
   * Stores a delivery unless its key is known; committed when this returns. A known key with equal
   * content is a duplicate whatever its age; with other content it is a conflict, and quarantined.
   */
  Receipt store(Delivery delivery) {
    var envelope = delivery.envelope();
    if (envelope.fault() != null) {
      return quarantine(delivery, envelope.fault());
    }
    if (delivery.untimely() == null && insert(delivery, envelope.key(), "pending", null)) {
      listeners.forEach(Runnable::run);
      return new Receipt(Receipt.Outcome.ACCEPTED, envelope.key(), true);
    }
    Optional<String> state = countDuplicate(envelope.key(), envelope.contentHash());
    if (state.isPresent()) {
      listeners.forEach(Runnable::run);
      return new Receipt(Receipt.Outcome.DUPLICATE, envelope.key(), false);
    }
    return quarantine(delivery, delivery.untimely() == null ? "conflict" : delivery.untimely());
  }

  private Receipt quarantine(Delivery delivery, String reason) {
    String hash = delivery.envelope().contentHash();
    String key = EnvelopeReader.quarantineKey(reason, hash);
    boolean isNew = insert(delivery, key, "quarantined", reason);
    if (!isNew) {
      countDuplicate(key, hash);
    }
    return new Receipt(Receipt.Outcome.QUARANTINED, key, isNew);
  }

  private boolean insert(Delivery delivery, String key, String state, @Nullable String reason) {
    var envelope = delivery.envelope();
    return jdbc.sql(STORE)
            .param("key", key)
            .param("event", envelope.event())
            .param("referenceId", envelope.referenceId())
            .param("linkId", envelope.linkId())
            .param("path", delivery.path())
            .param("signature", delivery.signature())
            .param("signedAtMillis", delivery.signedAt().toEpochMilli())
            .param("body", delivery.body())
            .param("contentHash", envelope.contentHash())
            .param("state", state)
            .param("reason", reason)
            .update()
        == 1;
  }

  Optional<String> countDuplicate(String key, String contentHash) {
    return jdbc.sql(COUNT_DUPLICATE)
        .param("key", key)
        .param("contentHash", contentHash)
        .query(String.class)
        .optional();
  }

  /**
   * Takes the lease of what is due, oldest first.
   *
   * @param rooms for each lane how many at most
   * @param room how many at most in all
   */
  List<ClaimedDelivery> claim(Map<String, Integer> rooms, int room) {
    return jdbc.sql(CLAIM)
        .param("leaseSeconds", LEASE.toSeconds())
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
        row.getTimestamp("received_at").toInstant(),
        effectsAt == null ? null : effectsAt.toInstant(),
        row.getBytes("body"));
  }

  /**
   * Prolongs the leases of those that are still held. What another transaction has locked at the
   * moment is left for the next time.
   */
  void renew(Collection<ClaimedDelivery> held) {
    settle(RENEW, held).param("leaseSeconds", LEASE.toSeconds()).update();
  }

  /** Puts back what was claimed and never begun, as if it had not been claimed. */
  void putBack(Collection<ClaimedDelivery> claimed, Duration delay) {
    settle(PUT_BACK, claimed).param("delaySeconds", delay.toMillis() / 1000.0).update();
  }

  /**
   * Notes that the effects are in this transaction.
   *
   * @return {@code effects_at}; empty when the lease is another's by now
   */
  Optional<Instant> effectsDone(long id, UUID leaseToken) {
    return settle(EFFECTS_DONE, id, leaseToken)
        .query((row, number) -> row.getTimestamp("effects_at").toInstant())
        .optional();
  }

  /** Ends a delivery well; false when the lease is another's by now. */
  boolean done(ClaimedDelivery claimed) {
    return settle(DONE, claimed.id(), claimed.leaseToken()).update() == 1;
  }

  /**
   * Ends deliveries well, all in one statement.
   *
   * @return the lease tokens of those that it ended; the others are another's by now, or locked at
   *     the moment
   */
  List<UUID> done(Collection<ClaimedDelivery> claimed) {
    return settle(ALL_DONE, claimed).query(UUID.class).list();
  }

  /**
   * Puts a delivery back for another attempt.
   *
   * @param attempts how many count now
   * @param lastError what to note; see {@link Failures#describe}
   * @return false when the lease is another's by now
   */
  boolean reschedule(ClaimedDelivery claimed, Duration delay, int attempts, String lastError) {
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
   */
  boolean dead(ClaimedDelivery claimed, String lastError) {
    return settle(DEAD, claimed.id(), claimed.leaseToken()).param("lastError", lastError).update()
        == 1;
  }

  private JdbcClient.StatementSpec settle(String sql, long id, UUID leaseToken) {
    return jdbc.sql(sql).param("id", id).param("token", leaseToken);
  }

  private JdbcClient.StatementSpec settle(String sql, Collection<ClaimedDelivery> claimed) {
    return jdbc.sql(sql)
        .param("ids", claimed.stream().map(ClaimedDelivery::id).toArray(Long[]::new))
        .param(
            "tokens", claimed.stream().map(c -> c.leaseToken().toString()).toArray(String[]::new));
  }

  /** Answers when the database does. */
  void ping() {
    jdbc.sql("SELECT 1").query(Integer.class).single();
  }

  /**
   * How many deliveries are in each state, and how long the oldest unfinished one of it has waited.
   */
  List<StateCount> states() {
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
   * @param oldestSeconds since receipt; 0 for a state that is an end
   */
  record StateCount(String state, long deliveries, double oldestSeconds) {}
}
