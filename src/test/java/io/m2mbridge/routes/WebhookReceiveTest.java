package io.m2mbridge.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Logs;
import io.m2mbridge.testing.RawHttp;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import io.m2mbridge.testkit.Webhook;
import io.m2mbridge.webhook.Signature;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookReceiveTest {
  private static final String POST = "POST /webhooks/m2m HTTP/1.1";
  private static Bridge bridge;

  /** Of this test alone, so that none meets the events of another. */
  private final String id = UUID.randomUUID().toString();

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
  }

  // Stored

  @ParameterizedTest
  @ValueSource(
      strings = {
        "link.created",
        "link.opened",
        "user.data_request",
        "operation.created",
        "operation.cancelled"
      })
  void acceptsEachDocumentedEvent(String event) {
    String idField =
        switch (event) {
          case "user.data_request" -> "dataRequestId";
          case "operation.created", "operation.cancelled" -> "operationId";
          default -> "linkId";
        };
    HttpResponse<String> answer =
        bridge.send(Event.of(event).withText("data." + idField, id).toString());
    assertEquals(200, answer.statusCode());
    assertEquals("accepted", Bridge.outcome(answer));
    assertEquals(event, bridge.delivery(event + ":" + id).get("event"));
  }

  @Test
  void storesWhatWasSent() {
    byte[] body =
        ("\n { \"data\":{\"referenceId\" :\"niño 💸\",\"linkId\":\""
                + id
                + "\","
                + "\"url\":\"https:\\/\\/x\",\"openedAt\":\"\\u0032026\"} ,\r\n"
                + "\"event\":\"link.opened\"}\t ")
            .getBytes(UTF_8);
    String timestamp = Long.toString(Instant.now().minusSeconds(77).toEpochMilli());
    String signature =
        "sha256="
            + new Signature(Bridge.SECRET)
                .sign(timestamp, body)
                .substring(7)
                .toUpperCase(Locale.ROOT);
    Instant before = Instant.now();
    HttpResponse<String> answer =
        bridge.send(
            Webhook.of(body)
                .with("X-M2M-Timestamp", timestamp)
                .with("X-M2M-Signature", signature)
                .to(URI.create(bridge.webhooks() + "/acme/eu")));

    assertEquals("accepted", Bridge.outcome(answer));
    Map<String, Object> row = bridge.await("link.opened:" + id, "done");
    assertArrayEquals(body, (byte[]) row.get("body"));
    assertEquals(signature, row.get("signature"));
    assertEquals(Instant.ofEpochMilli(Long.parseLong(timestamp)), instant(row, "signed_at"));
    assertEquals(timestamp, row.get("signed_timestamp"));
    assertTrue(String.valueOf(row.get("secret")).matches("[0-9a-f]{6,}"), () -> row + "");
    String headers = String.valueOf(row.get("headers"));
    assertTrue(headers.contains("\"x-m2m-event\": \"any\""), headers);
    assertTrue(headers.contains("\"content-type\": \"application/json\""), headers);
    assertTrue(headers.contains("\"user-agent\": \"Java-http-client/"), headers);
    assertFalse(headers.contains("host"), headers);
    assertEquals("/webhooks/m2m/acme/eu", row.get("path"));
    assertEquals("link.opened", row.get("event"));
    assertEquals("niño 💸", row.get("reference_id"));
    assertEquals(id, row.get("link_id"));
    assertNull(row.get("reason"));
    assertNull(row.get("last_error"));
    assertEquals(0, row.get("duplicates"));
    assertEquals(1, row.get("attempts"));
    assertTrue(row.get("content_hash").toString().matches("[0-9a-f]{64}"));
    assertBetween(before, instant(row, "received_at"), Instant.now());
    assertBetween(before, instant(row, "last_seen_at"), Instant.now());
  }

  @Test
  void storesSecondsAsSeconds() {
    Instant signedAt = Instant.now().minusSeconds(1234).truncatedTo(ChronoUnit.SECONDS);
    send(Webhook.of(opened().toString()).signedAt(signedAt));
    assertEquals(signedAt, instant(bridge.delivery("link.opened:" + id), "signed_at"));
  }

  @Test
  void acceptsAnUnknownEventAndKeepsIt() {
    byte[] body =
        ("{\"event\":\"link.revoked\",\"data\":{\"linkId\":\"" + id + "\"}}").getBytes(UTF_8);
    assertEquals("accepted", Bridge.outcome(send(Webhook.of(body))));
    assertEquals("duplicate", Bridge.outcome(send(Webhook.of(body))));
    Map<String, Object> row = one("event = 'link.revoked' AND link_id = '" + id + "'");
    assertTrue(row.get("event_key").toString().matches("link\\.revoked:sha256:[0-9a-f]{64}"));
    bridge.await(row.get("event_key").toString(), "done");
  }

  @Test
  void takesTheEventFromTheBodyWhateverTheHeaderSays() {
    for (String header : new String[] {"operation.cancelled", "", "link.opened\u00e9", null}) {
      Event event = opened().withText("data.linkId", id + header);
      assertEquals(
          "accepted",
          Bridge.outcome(send(Webhook.of(event.toString()).with("X-M2M-Event", header))));
      assertEquals("link.opened", bridge.delivery("link.opened:" + id + header).get("event"));
    }
  }

  @Test
  void acceptsARepeatedEventHeader() {
    byte[] body = opened().toString().getBytes(UTF_8);
    List<String> headers = headers(body);
    headers.add("X-M2M-Event: link.opened");
    headers.add("X-M2M-Event: operation.cancelled");
    assertEquals(200, raw().send(POST, headers, body).status());
    assertEquals("link.opened", bridge.delivery("link.opened:" + id).get("event"));
  }

  // Not from M2M

  static Stream<Object[]> unsigned() {
    byte[] body = "{\"event\":\"link.opened\",\"data\":{}}".getBytes(UTF_8);
    String now = Long.toString(Instant.now().getEpochSecond());
    String good = new Signature(Bridge.SECRET).sign(now, body);
    String other = new Signature("whsec_of_someone_else").sign(now, body);
    String[][] pairs = {
      {null, good},
      {now, null},
      {null, null},
      {now, ""},
      {"", good},
      {now, good.substring(7)},
      {now, "sha1=" + good.substring(7)},
      {now, "SHA256=" + good.substring(7)},
      {now, good.substring(0, 70)},
      {now, good + "0"},
      {now, good.substring(0, 70) + "g"},
      {now, "sha256=" + "0".repeat(64)},
      {now, good + "," + good},
      {now, other},
      {"0" + now, good},
      {now + "0", good},
      {"-" + now, new Signature(Bridge.SECRET).sign("-" + now, body)},
      {"+" + now, new Signature(Bridge.SECRET).sign("+" + now, body)},
      {now + ".0", new Signature(Bridge.SECRET).sign(now + ".0", body)},
      {now + "00000", new Signature(Bridge.SECRET).sign(now + "00000", body)},
      {"9".repeat(20), new Signature(Bridge.SECRET).sign("9".repeat(20), body)},
      {"abc", new Signature(Bridge.SECRET).sign("abc", body)},
    };
    return Stream.of(pairs).map(pair -> new Object[] {pair[0], pair[1]});
  }

  @ParameterizedTest
  @MethodSource("unsigned")
  void answersWhatIsNotSignedAlwaysTheSame(String timestamp, String signature) {
    long before = count();
    HttpResponse<String> answer =
        send(
            Webhook.of("{\"event\":\"link.opened\",\"data\":{}}")
                .with("X-M2M-Timestamp", timestamp)
                .with("X-M2M-Signature", signature));
    assertEquals(401, answer.statusCode());
    assertEquals("Unauthorized", answer.body());
    assertNull(Bridge.outcome(answer));
    assertEquals(before, count());
  }

  @Test
  void answersTheSameForAChangedBody() {
    byte[] body = opened().toString().getBytes(UTF_8);
    List<String> headers = headers(body);
    body[body.length - 2] ^= 1;
    assertUnauthorized(raw().send(POST, headers, body));
    assertUnauthorized(raw().send(POST, headers, new byte[0]));
    assertUnauthorized(raw().send(POST, headers, "not JSON at all".getBytes(UTF_8)));
  }

  @Test
  void answersTheSameForARepeatedHeader() {
    byte[] body = opened().toString().getBytes(UTF_8);
    List<String> good = headers(body);
    for (String repeated :
        List.of(
            good.get(1),
            good.get(2),
            good.get(1).toLowerCase(Locale.ROOT),
            "X-M2M-Timestamp: 1",
            "X-M2M-Timestamp:",
            "X-M2M-Signature: sha256=" + "0".repeat(64),
            "x-m2m-signature: x",
            "X-M2M-Signature:")) {
      List<String> after = new ArrayList<>(good);
      after.add(repeated);
      assertUnauthorized(raw().send(POST, after, body));
      List<String> before = new ArrayList<>(good);
      before.add(0, repeated);
      assertUnauthorized(raw().send(POST, before, body));
    }
    assertNull(bridge.delivery("link.opened:" + id));
  }

  @Test
  void readsHeaderNamesInAnyCase() {
    byte[] body = opened().toString().getBytes(UTF_8);
    List<String> lower = headers(body).stream().map(line -> line.toLowerCase(Locale.ROOT)).toList();
    assertEquals(200, raw().send(POST, lower, body).status());
  }

  @Test
  void verifiesChunkedBodiesToo() {
    byte[] body = opened().toString().getBytes(UTF_8);
    assertEquals(200, raw().sendChunked(POST, headers(body), body, 7).status());
    assertArrayEquals(body, (byte[]) bridge.delivery("link.opened:" + id).get("body"));
  }

  // Duplicates

  @Test
  void answersDuplicateWithoutDispatching() {
    send(Webhook.of(opened().toString()));
    Map<String, Object> first = bridge.await("link.opened:" + id, "done");
    assertEquals("duplicate", Bridge.outcome(send(Webhook.of(opened().toString()))));
    assertEquals("duplicate", Bridge.outcome(send(Webhook.of(opened().toString()))));
    Map<String, Object> row = bridge.delivery("link.opened:" + id);
    assertEquals(2, row.get("duplicates"));
    assertTrue(instant(row, "last_seen_at").isAfter(instant(first, "last_seen_at")));
    for (String column :
        List.of("id", "state", "attempts", "processed_at", "received_at", "signed_at")) {
      assertEquals(first.get(column), row.get(column), column);
    }
  }

  @Test
  void takesEqualContentForADuplicateHoweverItIsWritten() {
    send(Webhook.of(created().toString()));
    List<String> copies =
        List.of(
            created().withText("timestamp", "2027-01-01T00:00:00.000Z").toString(),
            created().without("timestamp").toString(),
            created().with("data.amount.send", "100").toString(),
            created().with("data.amount.send", "1e2").toString(),
            " " + created() + "\n");
    for (String copy : copies) {
      assertEquals("duplicate", Bridge.outcome(send(Webhook.of(copy))), copy);
    }
    Map<String, Object> row = bridge.delivery("operation.created:" + id);
    assertEquals(copies.size(), row.get("duplicates"));
    assertArrayEquals(created().toString().getBytes(UTF_8), (byte[]) row.get("body"));
  }

  @Test
  void takesAnOldCopyOfAKnownEventForADuplicate() {
    send(Webhook.of(opened().toString()));
    Instant days = Instant.now().minus(Duration.ofDays(40));
    assertEquals("duplicate", Bridge.outcome(send(Webhook.of(opened().toString()).signedAt(days))));
    assertEquals(
        "duplicate",
        Bridge.outcome(
            send(Webhook.of(opened().toString()).signedAt(Instant.now().plusSeconds(4000)))));
    assertEquals(2, bridge.delivery("link.opened:" + id).get("duplicates"));
    assertEquals(0, count("event_key LIKE 'quarantine:%' AND link_id = '" + id + "'"));
  }

  @Test
  void bringsADeadEventBackWhenItIsSentAgain() {
    send(Webhook.of(opened().toString()));
    bridge.await("link.opened:" + id, "done");
    bridge
        .sql()
        .sql("UPDATE m2m_deliveries SET state = 'dead', attempts = 50 WHERE event_key = :key")
        .param("key", "link.opened:" + id)
        .update();
    assertEquals("duplicate", Bridge.outcome(send(Webhook.of(opened().toString()))));
    Map<String, Object> row = bridge.await("link.opened:" + id, "done");
    assertEquals(1, row.get("attempts"));
    assertEquals(1, row.get("duplicates"));
  }

  @Test
  void leavesADeadEventAloneWhenOtherContentComes() {
    send(Webhook.of(opened().toString()));
    bridge.await("link.opened:" + id, "done");
    bridge
        .sql()
        .sql("UPDATE m2m_deliveries SET state = 'dead' WHERE event_key = :key")
        .param("key", "link.opened:" + id)
        .update();
    send(Webhook.of(opened().withText("data.openedAt", "2020-01-01T00:00:00Z").toString()));
    assertEquals("dead", bridge.delivery("link.opened:" + id).get("state"));
  }

  @Test
  void acceptsOneOfManyCopiesAtOnce() throws Exception {
    HttpRequest request = Webhook.of(created().toString()).to(bridge.webhooks());
    try (Logs logs = new Logs()) {
      List<HttpResponse<String>> answers = atOnce(IntStream.range(0, 300).mapToObj(i -> request));
      assertTrue(answers.stream().allMatch(answer -> answer.statusCode() == 200));
      assertEquals(
          Map.of("accepted", 1L, "duplicate", 299L),
          answers.stream().collect(Collectors.groupingBy(Bridge::outcome, Collectors.counting())));
      Map<String, Object> row = bridge.await("operation.created:" + id, "done");
      assertEquals(299, row.get("duplicates"));
      assertEquals(1, row.get("attempts"));
      assertEquals(1, count("event_key LIKE '%" + id + "%'"));
      assertEquals(List.of(), logs.from(Level.ERROR));
    }
  }

  @Test
  void acceptsOneOfTwoContentsAtOnce() throws Exception {
    HttpRequest one = Webhook.of(created().toString()).to(bridge.webhooks());
    HttpRequest other =
        Webhook.of(created().with("data.amount.send", "200").toString()).to(bridge.webhooks());
    List<HttpResponse<String>> answers =
        atOnce(IntStream.range(0, 100).mapToObj(i -> i % 2 == 0 ? one : other));
    assertEquals(
        Map.of("accepted", 1L, "duplicate", 49L, "quarantined", 50L),
        answers.stream().collect(Collectors.groupingBy(Bridge::outcome, Collectors.counting())));
    assertEquals(
        1,
        count(
            "event_key LIKE 'quarantine:conflict:%' AND event = 'operation.created' AND link_id = '"
                + id
                + "'"));
  }

  // Quarantine

  @Test
  void quarantinesOtherContentForAKnownKey() {
    send(Webhook.of(created().toString()));
    String other = created().with("data.amount.send", "100.01").toString();
    assertEquals("quarantined", Bridge.outcome(send(Webhook.of(other))));
    assertEquals("quarantined", Bridge.outcome(send(Webhook.of(other))));

    Map<String, Object> row = one("link_id = '" + id + "' AND state = 'quarantined'");
    assertEquals("conflict", row.get("reason"));
    assertEquals("quarantine:conflict:" + row.get("content_hash"), row.get("event_key"));
    assertArrayEquals(other.getBytes(UTF_8), (byte[]) row.get("body"));
    assertEquals("operation.created", row.get("event"));
    assertEquals("user_12345", row.get("reference_id"));
    assertEquals(1, row.get("duplicates"));
    assertEquals(0, row.get("attempts"));

    Map<String, Object> known = bridge.await("operation.created:" + id, "done");
    assertEquals(0, known.get("duplicates"));
    assertNotEquals(row.get("content_hash"), known.get("content_hash"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stale", "ahead"})
  void quarantinesWhatIsOutsideTheWindowUntilAFreshCopyComes(String reason) {
    Instant signedAt =
        reason.equals("stale")
            ? Instant.now().minus(Duration.ofHours(3)).minusSeconds(2)
            : Instant.now().plus(Duration.ofMinutes(5)).plusSeconds(30);
    String body = opened().toString();
    assertEquals("quarantined", Bridge.outcome(send(Webhook.of(body).signedAt(signedAt))));
    Map<String, Object> row = one("link_id = '" + id + "'");
    assertEquals("quarantined", row.get("state"));
    assertEquals(reason, row.get("reason"));
    assertEquals("quarantine:" + reason + ":" + row.get("content_hash"), row.get("event_key"));
    assertNull(bridge.delivery("link.opened:" + id));

    assertEquals("accepted", Bridge.outcome(send(Webhook.of(body))));
    bridge.await("link.opened:" + id, "done");
  }

  @Test
  void quarantinesAStaleCopyWithOtherContent() {
    send(Webhook.of(opened().toString()));
    Instant old = Instant.now().minus(Duration.ofHours(4));
    String other = opened().withText("data.openedAt", "2020-01-01T00:00:00Z").toString();
    assertEquals("quarantined", Bridge.outcome(send(Webhook.of(other).signedAt(old))));
    assertEquals(1, count("link_id = '" + id + "' AND state = 'quarantined'"));
  }

  @Test
  void acceptsWhatIsJustInsideTheWindow() {
    Instant oldest = Instant.now().minus(Duration.ofHours(3)).plusSeconds(30);
    assertEquals(
        "accepted", Bridge.outcome(send(Webhook.of(opened().toString()).signedAt(oldest))));
    Instant newest = Instant.now().plus(Duration.ofMinutes(5)).minusSeconds(2);
    assertEquals(
        "accepted", Bridge.outcome(send(Webhook.of(created().toString()).signedAt(newest))));
  }

  static Stream<Object[]> faulty() {
    Stream<Object[]> faults =
        Stream.of(
            new Object[] {"bad-encoding", bytes("{\"a\":\"\u00ff\"}", StandardCharsets.ISO_8859_1)},
            new Object[] {"bad-json", bytes("", UTF_8)},
            new Object[] {"bad-json", bytes("{", UTF_8)},
            new Object[] {"bad-json", bytes("[]", UTF_8)},
            new Object[] {"bad-json", bytes("{\"a\":1,\"a\":1}", UTF_8)},
            new Object[] {"bad-json", bytes("{\"a\":\"\\u0000\"}", UTF_8)},
            new Object[] {"bad-json", bytes("{\"a\":\"\\ud800\"}", UTF_8)},
            new Object[] {"bad-json", bytes("{\"a\":1e999999999}", UTF_8)},
            new Object[] {"bad-json", bytes("\u0000\u0001\u0002", UTF_8)},
            new Object[] {"bad-event", bytes("{}", UTF_8)},
            new Object[] {"bad-data", bytes("{\"event\":\"link.opened\"}", UTF_8)},
            new Object[] {
              "bad-id", bytes(Event.of("link.opened").with("data.linkId", "7").toString(), UTF_8)
            },
            new Object[] {
              "bad-amount",
              bytes(
                  Event.of("operation.created").with("data.amount.fee", "\"1\"").toString(), UTF_8)
            },
            new Object[] {
              "bad-required-fields",
              bytes(
                  Event.of("user.data_request").with("data.requiredFields", "{}").toString(), UTF_8)
            });
    return faults;
  }

  /** Whatever M2M signed is kept as it came, and answered 200, so that it isn't sent again. */
  @ParameterizedTest
  @MethodSource("faulty")
  void quarantinesWhatCannotBeUsed(String reason, byte[] body) {
    HttpResponse<String> answer = send(Webhook.of(body));
    assertEquals(200, answer.statusCode());
    assertEquals("quarantined", Bridge.outcome(answer));
    Map<String, Object> row =
        bridge
            .sql()
            .sql("SELECT * FROM m2m_deliveries WHERE body = :body")
            .param("body", body)
            .query()
            .singleRow();
    assertEquals("quarantined", row.get("state"));
    assertEquals(reason, row.get("reason"));
    assertEquals("quarantine:" + reason + ":" + row.get("content_hash"), row.get("event_key"));
    assertNull(row.get("effects_at"));
    assertEquals("quarantined", Bridge.outcome(send(Webhook.of(body))));
    assertEquals(1, bridge.delivery(row.get("event_key").toString()).get("duplicates"));
  }

  // Discretion

  @Test
  void logsNothingThatIsSecretOrPersonal() throws Exception {
    List<String> secrets = new ArrayList<>(List.of(Bridge.SECRET, Bridge.API_KEY));
    secrets.add("https://send.example.com/private-");
    secrets.add("Mozilla/5.0 of-one-person");
    String name = "of-one-person";
    try (Logs logs = new Logs()) {
      List<Event> events =
          List.of(
              Event.of("link.created")
                  .withText("data.linkId", id)
                  .withText("data.url", "https://send.example.com/private-" + id)
                  .with("data.metadata", "{\"name\":\"" + name + "\"}"),
              opened().withText("data.deviceInfo.userAgent", "Mozilla/5.0 " + name),
              created().withText("data.userId", "usr-" + name).withText("data.funding.last4", name),
              opened().with("data.linkId", "7").withText("data.deviceInfo.userAgent", name),
              Event.of("link.created").withText("event", "new." + id).withText("data.url", name));
      for (Event event : events) {
        for (int copy = 0; copy < 2; copy++) {
          byte[] body = event.toString().getBytes(UTF_8);
          List<String> headers = headers(body);
          headers.add("X-M2M-Event: " + name);
          headers.add("Cookie: session=" + name);
          secrets.add(headers.get(2).substring("X-M2M-Signature: ".length() + 7));
          assertEquals(200, raw().send(POST, headers, body).status());
          body[0] = ' ';
          assertEquals(401, raw().send(POST, headers, body).status());
          assertEquals(
              400, raw().send("POST /webhooks/m2m?" + name + " HTTP/1.1", headers, body).status());
        }
      }
      bridge.awaitIdle();
      assertFalse(logs.of("m2m.webhook").isEmpty());
      for (Logs.Line line : logs.lines()) {
        for (String secret : secrets) {
          assertFalse(line.text().contains(secret), line::toString);
        }
        assertFalse(line.text().contains(name), line::toString);
      }
    }
  }

  private static byte[] bytes(String text, java.nio.charset.Charset charset) {
    return text.getBytes(charset);
  }

  private Event opened() {
    return Event.of("link.opened").withText("data.linkId", id);
  }

  private Event created() {
    return Event.of("operation.created")
        .withText("data.operationId", id)
        .withText("data.linkId", id);
  }

  private static HttpResponse<String> send(Webhook webhook) {
    return bridge.send(webhook.to(bridge.webhooks()));
  }

  private static RawHttp raw() {
    return new RawHttp(bridge.port());
  }

  /** Content type, timestamp and signature, in this order. */
  private static List<String> headers(byte[] body) {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    return new ArrayList<>(
        List.of(
            "Content-Type: application/json",
            "X-M2M-Timestamp: " + timestamp,
            "X-M2M-Signature: " + new Signature(Bridge.SECRET).sign(timestamp, body)));
  }

  /** Each on a connection of its own. */
  private static List<HttpResponse<String>> atOnce(Stream<HttpRequest> requests) {
    var threads = Executors.newCachedThreadPool();
    try {
      HttpClient client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
      List<CompletableFuture<HttpResponse<String>>> answers =
          requests.map(request -> client.sendAsync(request, BodyHandlers.ofString())).toList();
      return answers.stream().map(CompletableFuture::join).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertUnauthorized(RawHttp.Answer answer) {
    assertEquals(401, answer.status());
    assertTrue(answer.body().contains("Unauthorized"), answer::body);
    assertNull(answer.header("M2M-Bridge-Outcome"));
  }

  private static Map<String, Object> one(String where) {
    return bridge.sql().sql("SELECT * FROM m2m_deliveries WHERE " + where).query().singleRow();
  }

  private static long count() {
    return count("true");
  }

  private static long count(String where) {
    return bridge
        .sql()
        .sql("SELECT count(*) FROM m2m_deliveries WHERE " + where)
        .query(Long.class)
        .single();
  }

  private static Instant instant(Map<String, Object> row, String column) {
    return ((Timestamp) row.get(column)).toInstant();
  }

  private static void assertBetween(Instant from, Instant instant, Instant to) {
    assertFalse(instant.isBefore(from.minusMillis(5)), instant::toString);
    assertFalse(instant.isAfter(to.plusMillis(5)), instant::toString);
  }
}
