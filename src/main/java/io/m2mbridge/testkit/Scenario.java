package io.m2mbridge.testkit;

import java.net.http.HttpResponse;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.ColumnMapRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapperResultSetExtractor;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * What one test does: events are given and delivered, and then the tables and the stand-ins show
 * what came of them. All events of a scenario are of the same user, link and operation, unless the
 * test changes their ids.
 */
public final class Scenario {
  private static final Set<String> ENDED_OTHERWISE = Set.of("dead", "quarantined");

  private static final String UNTRIED =
      "SELECT notice FROM m2m_notices"
          + " WHERE delivery_id = ? AND ended_at IS NULL AND last_error IS NULL";

  private final SiteBridge site;
  private final int number;

  /**
   * @param number tells its ids from those of other scenarios
   */
  Scenario(SiteBridge site, int number) {
    this.site = site;
    this.number = number;
  }

  /**
   * Returns M2M's documented payload of an event, with the ids of this scenario.
   *
   * @throws IllegalArgumentException if M2M documents no such event
   */
  public Event given(String event) {
    Event given = Event.of(event);
    given.withText("data.referenceId", "user_test_" + number);
    given.withText("data.linkId", "link_test_" + number);
    if (event.startsWith("operation.")) {
      given.withText("data.operationId", "op_test_" + number);
    }
    if (event.equals("user.data_request")) {
      String id = "dr_test_" + number;
      given.withText("data.dataRequestId", id);
      given.withText("data.replyEndpoint", site.api().replyEndpoint(id));
      given.withText("data.expiresAt", Instant.now().plusSeconds(3600).toString());
    }
    return given;
  }

  /**
   * Sends webhooks, each signed now, and waits until all events are done, and until the bridge has
   * tried to send their notices.
   *
   * @return the outcome of each webhook: {@code accepted} or {@code duplicate}
   * @throws AssertionError if a webhook isn't answered 200, or an event isn't done within 20
   *     seconds
   */
  public List<String> deliver(Event... events) {
    List<String> outcomes = send(events);
    Stream.of(events).forEach(event -> awaitNotices(await(event, "done")));
    return outcomes;
  }

  /**
   * Sends webhooks, each signed now, and doesn't wait for their events.
   *
   * @return the outcome of each webhook: {@code accepted}, {@code duplicate} or {@code quarantined}
   * @throws AssertionError if a webhook isn't answered 200
   */
  public List<String> send(Event... events) {
    List<String> outcomes = new ArrayList<>();
    for (Event event : events) {
      HttpResponse<String> answer = site.bridge().send(event.toString());
      String outcome = Bridge.outcome(answer);
      if (answer.statusCode() != 200 || outcome == null) {
        throw Failure.saying(
            "The webhook " + event.key() + " was answered " + answer.statusCode() + ".");
      }
      outcomes.add(outcome);
    }
    return outcomes;
  }

  /**
   * Waits until an event is in a state.
   *
   * @param state {@code pending}, {@code processing}, {@code done}, {@code dead} or {@code
   *     quarantined}
   * @return its row in {@code m2m_deliveries}
   * @throws AssertionError if it isn't within 20 seconds, or ends in another state
   */
  public Map<String, Object> await(Event event, String state) {
    return await(event, state, Bridge.LONGEST);
  }

  Map<String, Object> await(Event event, String state, Duration longest) {
    String key = event.key();
    Map<String, Object> row =
        Waiting.until(
            longest,
            () -> {
              Map<String, Object> found = site.bridge().delivery(key);
              boolean isOver =
                  found != null
                      && (state.equals(found.get("state"))
                          || ENDED_OTHERWISE.contains(found.get("state")));
              return isOver ? found : null;
            },
            () -> unexpected(key, state) + ": waited " + longest.toMillis() / 1000.0 + " seconds.");
    if (!state.equals(row.get("state"))) {
      throw Failure.saying(unexpected(key, state) + ".");
    }
    return row;
  }

  private void awaitNotices(Map<String, Object> delivery) {
    Object id = delivery.get("id");
    Waiting.until(
        Bridge.LONGEST,
        () -> sql(UNTRIED, id).isEmpty() ? Boolean.TRUE : null,
        () ->
            delivery.get("event_key")
                + " is done, and these notices aren't sent: "
                + sql(UNTRIED, id));
  }

  private String unexpected(String key, String state) {
    return DeliveryText.of(key, site.bridge().delivery(key)) + ", and should be " + state;
  }

  /**
   * Runs a statement in the bridge's database, and gives the rows of a query.
   *
   * @param parameters a value for each {@code ?}
   * @return the rows by column name; empty for other statements
   */
  public List<Map<String, Object>> sql(String statement, @Nullable Object... parameters) {
    String url = site.bridge().databaseUrl();
    List<Map<String, Object>> rows =
        new JdbcTemplate(new DriverManagerDataSource(url, "postgres", ""))
            .execute(
                statement,
                (PreparedStatement prepared) -> {
                  new ArgumentPreparedStatementSetter(parameters).setValues(prepared);
                  return prepared.execute()
                      ? new RowMapperResultSetExtractor<>(new ColumnMapRowMapper())
                          .extractData(prepared.getResultSet())
                      : List.of();
                });
    return rows == null ? List.of() : rows;
  }

  /** The stand-in for all services that the routes call over HTTP, whatever their address. */
  public RecordingServer site() {
    return site.services();
  }

  /** The stand-in for M2M's API, which takes the replies to data requests. */
  public M2mApi m2m() {
    return site.api();
  }
}
