package io.m2mbridge.testing;

import com.github.benmanes.caffeine.cache.Cache;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.awaitility.Awaitility;

/**
 * A bridge that answers data requests, and the API it answers to. Each data request has a user of
 * its own, named after its id. What the team is told goes to {@code mock:notices}, forwards to
 * {@code mock:forward}.
 */
public final class DataRequests implements AutoCloseable {
  public static final M2mApi.Answer UNAVAILABLE =
      M2mApi.json(503, "{\"success\":false,\"error\":{\"code\":\"UNAVAILABLE\"}}");

  private final M2mApi api = new M2mApi();
  private final Bridge bridge;

  private DataRequests(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("m2m.api.base-url", api.baseUrl());
    all.put("m2m.notify.endpoint", "mock:notices");
    all.put("m2m.user-data-request.forward", "mock:forward");
    all.putAll(settings);
    bridge = Bridge.start(all);
  }

  public static DataRequests start() {
    return start(Map.of());
  }

  public static DataRequests start(Map<String, String> settings) {
    return new DataRequests(settings);
  }

  public Bridge bridge() {
    return bridge;
  }

  public M2mApi api() {
    return api;
  }

  /** Says how the next PUTs for a request are answered; after them, as fulfilled. */
  public DataRequests answers(String id, M2mApi.Answer... next) {
    api.answersTo(id, next);
    return this;
  }

  /** M2M's documented request with an id and a user of its own, for the next hour. */
  public Event event(String id) {
    return Event.of("user.data_request")
        .withText("data.dataRequestId", id)
        .withText("data.referenceId", user(id))
        .withText("data.replyEndpoint", api.replyEndpoint(id))
        .withText("data.expiresAt", Instant.now().plusSeconds(3600).toString());
  }

  /** Whose data a request asks for. */
  public static String user(String id) {
    return "user_" + id;
  }

  public static String key(String id) {
    return "user.data_request:" + id;
  }

  /** Makes the user known of whom a request asks. */
  public DataRequests knows(String id) {
    bridge
        .sql()
        .sql(
            "INSERT INTO m2m_users VALUES (:user, 'Ana', 'Carlos', 'Garcia', 'Lopez',"
                + " 'GALO900515HDFRPN09', 'CURP', '1990-05-15')")
        .param("user", user(id))
        .update();
    return this;
  }

  /** Sends a request of a user who is known. */
  public DataRequests ask(String id) {
    knows(id);
    return send(event(id));
  }

  /** Sends a request, which must be accepted. */
  public DataRequests send(Event request) {
    String outcome = Bridge.outcome(bridge.send(request.toString()));
    if (!"accepted".equals(outcome)) {
      throw new IllegalStateException("the data request was " + outcome);
    }
    return this;
  }

  /** Waits for the delivery to be in a state, and gives the data request's row. */
  public Map<String, Object> await(String id, String deliveryState) {
    bridge.await(key(id), deliveryState);
    return row(id);
  }

  /** Sends a request of a known user, and gives its row when it is done. */
  public Map<String, Object> askAndAwait(String id) {
    return ask(id).await(id, "done");
  }

  /** The data request's row. */
  public Map<String, Object> row(String id) {
    return bridge
        .sql()
        .sql("SELECT * FROM m2m_data_requests WHERE data_request_id = :id")
        .param("id", id)
        .query()
        .singleRow();
  }

  /** Puts the delivery back as it was when a process was killed before it settled it. */
  public void killedBeforeSettled(String id) {
    set(id, "state = 'processing', next_attempt_at = clock_timestamp(), processed_at = NULL");
  }

  /** Has the delivery run again, as a replay does. */
  public void replay(String id) {
    set(id, "state = 'pending', attempts = 0, next_attempt_at = clock_timestamp()");
  }

  /** Sets columns of the delivery, as in an {@code UPDATE}. */
  public void set(String id, String columns) {
    bridge
        .sql()
        .sql("UPDATE m2m_deliveries SET " + columns + " WHERE event_key = :key")
        .param("key", key(id))
        .update();
  }

  /** The PUTs that a request led to. */
  public List<M2mApi.Request> puts(String id) {
    return api.requestsFor(id);
  }

  /** Waits until the team was told of something about a request. */
  public void awaitNotice(String notice, String id) {
    Awaitility.await(notice + " of " + id)
        .until(
            () ->
                told(id).anyMatch(told -> notice.equals(told.getMessage().getHeader("m2mNotice"))));
  }

  /** What the team was told about a request. */
  public List<String> notices(String id) {
    return told(id).map(told -> told.getMessage().getBody(String.class)).toList();
  }

  private Stream<Exchange> told(String id) {
    return mock("notices").getReceivedExchanges().stream()
        .filter(told -> key(id).equals(told.getMessage().getHeader("m2mEventKey")));
  }

  /** How often a request was forwarded. */
  public long forwards(String id) {
    return mock("forward").getReceivedExchanges().stream()
        .filter(exchange -> key(id).equals(exchange.getMessage().getHeader("m2mEventKey")))
        .count();
  }

  public MockEndpoint mock(String name) {
    return bridge.context().getEndpoint("mock:" + name, MockEndpoint.class);
  }

  /** The counter {@code m2m_replies_total} of a result. */
  public double replies(String result) {
    return metric("m2m_replies_total\\{[^}]*result=\"" + result + "\"[^}]*}");
  }

  /** The value of the first metric whose name and tags match; 0 where there is none. */
  public double metric(String regex) {
    Matcher line =
        Pattern.compile("(?m)^" + regex + " (\\S+)$")
            .matcher(bridge.manage("/observe/metrics").body());
    return line.find() ? Double.parseDouble(line.group(1)) : 0;
  }

  /** Forgets every event, user, call and notice, as if the bridge had just started. */
  void reset() {
    bridge.empty();
    MockEndpoint.resetMocks(bridge.context());
    api.reset();
    for (Cache<?, ?> cache : bridge.context().getRegistry().findByType(Cache.class)) {
      cache.invalidateAll();
    }
  }

  @Override
  public void close() {
    bridge.close();
    api.close();
  }
}
