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
 * The table {@code m2m_notices}: what the team is to be told, written with the effects or the end
 * of an event, and sent apart from it. A row stays once it is sent, so that the event's next
 * attempt doesn't tell the same again. The methods throw Spring's {@code DataAccessException}.
 */
public final class Notices {
  /** For the endpoint that a site has set for dead letters. */
  public static final String DEAD_LETTERS = "dead-letters";

  /** For the team, before all news. */
  public static final String TROUBLE = "trouble";

  public static final String NEWS = "news";

  /** How long a claim holds without being renewed, by the database's clock. */
  static final Duration LEASE = Duration.ofSeconds(10);

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
   * Whether a route of this process sends the rows. The routes of an older version have none: what
   * they tell, they tell from memory, and no row is written that nobody would send.
   */
  public boolean areKept() {
    return areKept;
  }

  /** Has notices written from now on. */
  public void keep() {
    areKept = true;
  }

  /** Notes where the dead letters of lanes go. */
  public void deadLetters(Collection<String> lanes, String uri) {
    lanes.forEach(lane -> deadLetterUris.put(lane, uri));
  }

  /** Where the dead letters of a lane go that are not the team's; null where they are. */
  public @Nullable String deadLetterUri(String lane) {
    String uri = deadLetterUris.get(lane);
    return isOfSite(uri) ? uri : null;
  }

  /**
   * Claims what is due.
   *
   * @param queues which, the first one first
   */
  public List<Notice> claim(List<String> queues, int room) {
    return jdbc.sql(CLAIM)
        .param("leaseSeconds", LEASE.toSeconds())
        .param("queues", queues.toArray(String[]::new))
        .param("room", room)
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

  public void sent(Collection<Notice> notices) {
    update(SENT, notices).update();
  }

  /** Prolongs the claims of what is still to be sent. */
  public void renew(Collection<Notice> notices) {
    update(RENEW, notices).param("leaseSeconds", LEASE.toSeconds()).update();
  }

  /** Puts back what was claimed and not tried, as if it had not been claimed. */
  public void putBack(Collection<Notice> notices) {
    update(PUT_BACK, notices).update();
  }

  /**
   * Puts one back for another attempt.
   *
   * @param maximumAge at which age the last attempt is made
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
   * Ends without being sent what is of an age.
   *
   * @return the names of the notices
   */
  public List<String> drop(Collection<String> queues, Duration maximumAge) {
    return jdbc.sql(DROP)
        .param("queues", queues.toArray(String[]::new))
        .param("ageSeconds", seconds(maximumAge))
        .query(String.class)
        .list();
  }

  /** Ends one without it being sent. */
  public void drop(Notice notice, String lastError) {
    jdbc.sql(DROP_ONE).param("id", notice.id()).param("lastError", lastError).update();
  }

  /** How many are still to be sent. */
  public long waiting() {
    return jdbc.sql("SELECT count(*) FROM m2m_notices WHERE ended_at IS NULL")
        .query(Long.class)
        .single();
  }

  /**
   * Where a site has its dead letters go.
   *
   * @param uri a {@code deadLetterUri}; empty for none
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
