package io.m2mbridge.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.inbox.Deliveries;
import io.m2mbridge.testing.DataRequests;
import io.m2mbridge.testing.RecordedSpans;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.M2mApi;
import io.m2mbridge.testkit.RecordingServer;
import io.m2mbridge.testkit.Webhook;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Whole bridge, real OTLP. {@code LeakTest} looks for personal values in spans. */
@Tag("verify")
class BridgeTracerTest {
  private static final String STRANGERS = "00-11111111111111111111111111111111-2222222222222222-01";

  private static RecordingServer collector;
  private static RecordingServer ledger;
  private static DataRequests requests;

  @BeforeAll
  static void start() {
    collector = new RecordingServer();
    ledger = new RecordingServer();
    Map<String, String> settings = new HashMap<>(RecordedSpans.SETTINGS);
    settings.put("otel.traces.exporter", "recorded,otlp");
    settings.put("otel.exporter.otlp.endpoint", collector.baseUrl());
    settings.put("m2m.operation-created.forward", ledger.baseUrl() + "/operations");
    settings.put("m2m.user-data-request.forward", ledger.baseUrl() + "/requests");
    requests = DataRequests.start(settings);
  }

  @AfterAll
  static void stop() {
    requests.close();
    ledger.close();
    collector.close();
  }

  @BeforeEach
  void forget() {
    requests.bridge().empty();
    ledger.reset();
    RecordedSpans.clear();
  }

  private static Event operation() {
    return Event.of("operation.created");
  }

  private static String send(Event event) {
    Bridge bridge = requests.bridge();
    bridge.send(Webhook.of(event.toString()).with("traceparent", STRANGERS).to(bridge.webhooks()));
    return String.valueOf(bridge.await(event.key(), "done").get("traceparent"));
  }

  /** The spans of a trace, once the named one has come. */
  private static List<SpanData> spans(String traceparent, String last, int times) {
    String trace = traceparent.split("-")[1];
    return Awaitility.await(last + " in " + RecordedSpans.all())
        .until(
            () ->
                RecordedSpans.all().stream()
                    .filter(span -> span.getTraceId().equals(trace))
                    .toList(),
            spans -> spans.stream().filter(span -> span.getName().equals(last)).count() >= times);
  }

  private static SpanData only(List<SpanData> spans, String name) {
    List<SpanData> named = spans.stream().filter(span -> span.getName().equals(name)).toList();
    assertEquals(1, named.size(), name + " in " + spans);
    return named.get(0);
  }

  private static String attribute(SpanData span, String name) {
    return span.getAttributes().get(AttributeKey.stringKey(name));
  }

  @Test
  void continuesTheTraceOfAWebhookInItsForward() {
    String traceparent = send(operation());
    List<SpanData> spans = spans(traceparent, "event-dispatch", 1);
    SpanData webhook = only(spans, "webhook-receive");
    SpanData attempt = only(spans, "event-dispatch");
    SpanData forward = only(spans, "event-forward/endpoint-of-operation-created");

    assertEquals(webhook.getSpanId(), attempt.getParentSpanId());
    assertEquals(attempt.getSpanId(), forward.getParentSpanId());
    assertEquals("200", attribute(webhook, "http.response.status_code"));
    assertEquals("accepted", attribute(webhook, "m2m.outcome"));
    assertEquals(operation().key(), attribute(attempt, "m2m.event_key"));
    assertEquals("1", attribute(attempt, "m2m.attempt"));
    assertEquals(
        List.of(forward.getTraceId() + "-" + forward.getSpanId()),
        ledger.requests().stream()
            .map(request -> String.valueOf(request.header("traceparent")))
            .map(traced -> traced.substring(3, traced.lastIndexOf('-')))
            .toList());
  }

  @Test
  void beginsATraceOfItsOwnWhateverTheHeaderOfTheWebhookSays() {
    String traceparent = send(operation());

    assertNotEquals(STRANGERS.split("-")[1], traceparent.split("-")[1]);
    assertEquals(
        "0000000000000000",
        only(spans(traceparent, "event-dispatch", 1), "webhook-receive").getParentSpanId());
  }

  @Test
  void continuesItInEachAttemptAndReplay() {
    ledger.answers(RecordingServer.json(500, "{}"));
    String traceparent = send(operation());
    Bridge bridge = requests.bridge();
    DataSource database = new DriverManagerDataSource(bridge.databaseUrl(), "postgres", "");
    Long id = (Long) bridge.delivery(operation().key()).get("id");
    Deliveries.replay(database).putBack(id, null);
    List<SpanData> attempts =
        spans(traceparent, "event-dispatch", 3).stream()
            .filter(span -> span.getName().equals("event-dispatch"))
            .toList();

    assertEquals(
        List.of(StatusCode.ERROR, StatusCode.UNSET, StatusCode.UNSET),
        attempts.stream().map(span -> span.getStatus().getStatusCode()).toList());
    assertEquals("HttpOperationFailedException 500", attribute(attempts.get(0), "error.type"));
    assertEquals("2", attribute(attempts.get(2), "m2m.run"));
  }

  @Test
  void continuesItInTheReplyAndSaysNothingOfItToM2M() {
    requests.answers("traced", M2mApi.json(500, "{}")).askAndAwait("traced");
    String traceparent =
        String.valueOf(requests.bridge().delivery(DataRequests.key("traced")).get("traceparent"));
    List<SpanData> spans = spans(traceparent, "data-request-dispatch", 1);

    assertEquals(
        List.of("500", "200"),
        spans.stream()
            .filter(span -> span.getName().equals("reply-call/put-reply"))
            .map(span -> attribute(span, "http.response.status_code"))
            .toList());
    assertEquals(2, requests.puts("traced").size());
    for (M2mApi.Request put : requests.puts("traced")) {
      assertNull(put.header("traceparent"));
      assertNull(put.header("tracestate"));
    }
  }

  @Test
  void tellsM2MNothingInAnAnswer() {
    Bridge bridge = requests.bridge();
    var answer = bridge.send(operation().toString());

    assertEquals(
        Set.of(),
        answer.headers().map().keySet().stream()
            .filter(name -> name.toLowerCase(Locale.ROOT).contains("trace"))
            .collect(Collectors.toSet()));
  }

  @Test
  void exportsByOtlp() {
    send(operation());

    Awaitility.await()
        .untilAsserted(
            () ->
                assertTrue(
                    collector.requests().stream()
                        .anyMatch(
                            request ->
                                request.path().equals("/v1/traces")
                                    && request.body().contains("event-dispatch")
                                    && request.body().contains("m2m-bridge"))));
  }
}
