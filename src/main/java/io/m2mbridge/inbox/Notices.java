package io.m2mbridge.inbox;

import io.m2mbridge.jdbc.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code m2m_notices}, an outbox of notices to the team. A row is written in the same
 * transaction as the effects or the final state of an event, and sent later, independently of the
 * event. The row stays after it was sent, so that the event's next attempt doesn't write it again.
 *
 * <p>The methods throw Spring's {@code DataAccessException}.
 */
public final class Notices {
  /** The queue for the endpoint that a site has set for dead letters. */
  public static final String DEAD_LETTERS = "dead-letters";

  /** The queue of failures for the team; it is sent before {@link #NEWS}. */
  public static final String TROUBLE = "trouble";

  /** The queue of all other notices for the team. */
  public static final String NEWS = "news";

  /** How long a lease lasts after the claim, and after each renewal, by the database's clock. */
  public static final Duration LEASE = Duration.ofSeconds(10);

  /** How often a lease is renewed. */
  public static final Duration RENEWAL_INTERVAL = Duration.ofSeconds(2);

  private static final String CLAIM = Sql.named("notice-claim");
  private static final String SENT = Sql.named("notice-sent");
  private static final String RENEW = Sql.named("notice-renew");
  private static final String PUT_BACK = Sql.named("notice-put-back");
  private static final String FAILED = Sql.named("notice-failed");
  private static final String DROP = Sql.named("notice-drop");
  private static final String DROP_ONE = Sql.named("notice-drop-one");

  private final JdbcClient jdbc;
  private final Map<String, String> deadLetterUris = new ConcurrentHashMap<>();
  private volatile boolean areKept;

  Notices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Returns whether rows are written, because a route of this process sends them. The routes of an
   * older version send notices from memory instead, and no route of theirs would send a row.
   */
  public boolean areKept() {
    return areKept;
  }

  /** Writes rows from now on. */
  public void keep() {
    areKept = true;
  }

  /** Sets the endpoint of the dead letters of some lanes. */
  public void deadLetters(Collection<String> lanes, String uri) {
    lanes.forEach(lane -> deadLetterUris.put(lane, uri));
  }

  /** Returns the site's endpoint for a lane's dead letters; null where they go to the team. */
  public @Nullable String deadLetterUri(String lane) {
    String uri = deadLetterUris.get(lane);
    return isOfSite(uri) ? uri : null;
  }

  /**
   * Claims notices that are due.
   *
   * @param queues the queues to claim from, the most urgent first
   * @param most the largest number of notices
   */
  public List<Notice> claim(List<String> queues, int most) {
    return jdbc.sql(CLAIM)
        .param("leaseSeconds", LEASE.toSeconds())
        .param("queues", queues.toArray(String[]::new))
        .param("room", most)
        .query(Notices::claimed)
        .list();
  }

  private static Notice claimed(ResultSet row, int number) throws SQLException {
    return new Notice(
        row.getLong("id"),
        row.getLong("delivery_id"),
        row.getInt("run"),
        row.getString("notice"),
        row.getString("queue"),
        row.getString("cause"),
        row.getString("route"),
        row.getString("step"),
        row.getObject("event_attempts", Integer.class),
        row.getInt("attempts"),
        row.getString("event_key") == null ? null : about(row));
  }

  private static Notice.About about(ResultSet row) throws SQLException {
    Timestamp effectsAt = row.getTimestamp("effects_at");
    return new Notice.About(
        row.getString("event_key"),
        row.getString("event"),
        row.getString("lane"),
        row.getString("reference_id"),
        row.getString("link_id"),
        row.getTimestamp("received_at").toInstant(),
        effectsAt == null ? null : effectsAt.toInstant(),
        row.getBytes("body"));
  }

  /** Marks notices as sent. */
  public void sent(Collection<Notice> notices) {
    update(SENT, notices).update();
  }

  /** Renews the leases of notices that are not sent yet. */
  public void renew(Collection<Notice> notices) {
    update(RENEW, notices).param("leaseSeconds", LEASE.toSeconds()).update();
  }

  /** Puts back notices that were not tried, as if they had not been claimed. */
  public void putBack(Collection<Notice> notices) {
    update(PUT_BACK, notices).update();
  }

  /**
   * Puts a notice back for another attempt.
   *
   * @param maximumAge the age at which the last attempt is made
   */
  public void failed(Notice notice, Duration delay, Duration maximumAge, String lastError) {
    jdbc.sql(FAILED)
        .param("id", notice.id())
        .param("attempts", notice.attempts())
        .param("delaySeconds", seconds(delay))
        .param("ageSeconds", seconds(maximumAge))
        .param("lastError", lastError)
        .update();
  }

  /**
   * Drops the notices that are too old.
   *
   * @return the names of the dropped notices
   */
  public List<String> drop(Collection<String> queues, Duration maximumAge) {
    return jdbc.sql(DROP)
        .param("queues", queues.toArray(String[]::new))
        .param("ageSeconds", seconds(maximumAge))
        .query(String.class)
        .list();
  }

  /** Drops one notice. */
  public void drop(Notice notice, String lastError) {
    jdbc.sql(DROP_ONE).param("id", notice.id()).param("lastError", lastError).update();
  }

  /** Returns how many notices are neither sent nor dropped. */
  public long waiting() {
    return jdbc.sql("SELECT count(*) FROM m2m_notices WHERE ended_at IS NULL")
        .query(Long.class)
        .single();
  }

  /**
   * Returns whether a URI is an endpoint that a site has set for its dead letters.
   *
   * @param uri a {@code deadLetterUri}; empty or null for none
   */
  public static boolean isOfSite(@Nullable String uri) {
    return uri != null
        && !uri.isEmpty()
        && !uri.replace("seda://", "seda:").matches("seda:notify-trouble(\\?.*)?");
  }

  private JdbcClient.StatementSpec update(String sql, Collection<Notice> notices) {
    return jdbc.sql(sql)
        .param("ids", notices.stream().map(Notice::id).toArray(Long[]::new))
        .param("attempts", notices.stream().map(Notice::attempts).toArray(Integer[]::new));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
