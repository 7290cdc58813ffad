package io.m2mbridge.inbox;

import io.m2mbridge.jdbc.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Claims of deliveries, and the leases that a claim takes. A claim draws a lease token. Each later
 * write names that token, and changes nothing once another claim has drawn a new one. The lease of
 * a process that died ends by itself, and another node then claims the delivery.
 *
 * <p>All times are those of the database's clock. The methods throw Spring's {@code
 * DataAccessException}.
 */
public final class Leases {
  /** How long a lease lasts after the claim, and after each renewal. */
  public static final Duration DURATION = Duration.ofSeconds(8);

  /** How often a lease is renewed: it outlasts two renewals in a row that fail. */
  public static final Duration RENEWAL_INTERVAL = Duration.ofSeconds(2);

  /**
   * Network timeout of a claim. The statement is cancelled a second earlier, after 4 seconds. Both
   * are below the lease's duration, which begins on the server.
   */
  static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(5);

  private static final String CLAIM = Sql.named("delivery-claim");
  private static final String RENEW = Sql.named("delivery-renew-leases");
  private static final String PUT_BACK = Sql.named("delivery-put-back");

  private final JdbcClient claims;
  private final JdbcClient renewals;
  private final JdbcClient putBacks;

  /**
   * @param claims has the network timeout {@link #CLAIM_TIMEOUT}
   * @param renewals cancels a statement early: on a connection that hangs, all leases would end
   * @param putBacks has no timeout of its own
   */
  Leases(JdbcClient claims, JdbcClient renewals, JdbcClient putBacks) {
    this.claims = claims;
    this.renewals = renewals;
    this.putBacks = putBacks;
  }

  /** Claims what is due, however long it has been due. */
  public List<ClaimedDelivery> claim(Map<String, Integer> perLane, int total) {
    return claim(perLane, total, ClaimWindow.EVERYTHING);
  }

  /**
   * Claims what is due, in the order in which it became due.
   *
   * @param perLane how many deliveries to claim of each lane at most
   * @param total how many deliveries to claim in all at most
   * @param lookBack what became due before this time is not claimed; see {@link ClaimWindow}
   */
  public List<ClaimedDelivery> claim(Map<String, Integer> perLane, int total, Duration lookBack) {
    return claims
        .sql(CLAIM)
        .param("leaseSeconds", DURATION.toSeconds())
        .param("lookBackSeconds", lookBack.toSeconds())
        .param("lanes", perLane.keySet().toArray(String[]::new))
        .param("limits", perLane.values().toArray(Integer[]::new))
        .param("total", total)
        .query(Leases::claimed)
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
        Set.of((String[]) row.getArray("calls").getArray()),
        row.getString("traceparent"));
  }

  /**
   * Renews the leases that are still held. Rows that another transaction has locked are skipped:
   * the next renewal takes them.
   */
  public void renew(Collection<ClaimedDelivery> held) {
    named(renewals, RENEW, held).param("leaseSeconds", DURATION.toSeconds()).update();
  }

  /** Gives up the leases of deliveries that did not start, as if they had not been claimed. */
  public void putBack(Collection<ClaimedDelivery> claimed, Duration delay) {
    named(putBacks, PUT_BACK, claimed).param("delaySeconds", delay.toMillis() / 1000.0).update();
  }

  /** A statement on several rows, each named by its id and its lease token. */
  static JdbcClient.StatementSpec named(
      JdbcClient client, String sql, Collection<ClaimedDelivery> claimed) {
    return client
        .sql(sql)
        .param("ids", claimed.stream().map(ClaimedDelivery::id).toArray(Long[]::new))
        .param(
            "tokens", claimed.stream().map(c -> c.leaseToken().toString()).toArray(String[]::new));
  }
}
