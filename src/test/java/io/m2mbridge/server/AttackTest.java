package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.RawConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What nobody sends by accident, byte by byte. Each gets an answer of the interface or a closed
 * connection, nothing is stored of it, and the next good webhook is answered.
 */
@Timeout(60)
class AttackTest extends RawWebhooks {
  private static final List<Integer> KNOWN = List.of(200, 400, 401, 404, 405, 413, 414, 415, 431);

  private static Arguments row(String name, String request, Integer... statuses) {
    return Arguments.of(name, request, List.of(statuses));
  }

  private static Arguments target(String name, String line, Integer... statuses) {
    return row(
        name,
        line
            + "\r\n"
            + HOST
            + "Connection: close\r\n"
            + JSON
            + signed(BODY)
            + length(BODY)
            + "\r\n"
            + BODY,
        statuses);
  }

  private static String form(String target, String boundary) {
    return ("POST " + target + " HTTP/1.1\r\n" + HOST + "Connection: close\r\n")
        + ("Content-Type: multipart/form-data; boundary=" + boundary + "\r\n")
        + (signed(BODY) + length(BODY) + "\r\n" + BODY);
  }

  /**
   * With a good signature each, so that only the framing can be what it is refused for. Those
   * without a status are closed without an answer.
   */
  static Stream<Arguments> framing() {
    String head = POST + HOST + JSON + signed(BODY);
    String te = "Transfer-Encoding: chunked\r\n";
    return Stream.of(
        row("two lengths", head + "Content-Length: 5\r\n" + length(BODY) + "\r\n" + BODY, 400),
        row("lengths in a list", head + "Content-Length: 5, 6\r\n\r\n" + BODY, 400),
        row("a length with a sign", head + "Content-Length: +5\r\n\r\n" + BODY, 400),
        row("a negative length", head + "Content-Length: -5\r\n\r\n" + BODY, 400),
        row("a length beyond all", head + "Content-Length: 99999999999999999999\r\n\r\n", 400),
        row("chunked twice", head + "Transfer-Encoding: chunked, chunked\r\n\r\n" + chunked(BODY)),
        row("chunked, not last", head + "Transfer-Encoding: chunked, x\r\n\r\n" + chunked(BODY)),
        row("chunked in two headers", head + te + te + "\r\n" + chunked(BODY)),
        row("an unknown coding", head + "Transfer-Encoding: gzip\r\n\r\n" + BODY),
        row("no chunk size", head + te + "\r\nxyz\r\n" + BODY + "\r\n0\r\n\r\n"),
        row("a negative chunk", head + te + "\r\n-5\r\n" + BODY + "\r\n0\r\n\r\n"),
        row("a chunk beyond all", head + te + "\r\nfffffffffffffffff\r\n" + BODY),
        row("a chunk of 2^31", head + te + "\r\n80000000\r\n" + BODY),
        row("a chunk without its end", head + te + "\r\n2\r\n{}X0\r\n\r\n"),
        row("space before the colon", POST + HOST + "X-A : b\r\n\r\n", 400),
        row("no colon", POST + HOST + "nothing\r\n\r\n", 400),
        row("a NUL in a name", POST + HOST + "X-\0A: b\r\n\r\n", 400),
        row("a NUL in a value", POST + HOST + "X-A: b\0c\r\n\r\n", 400),
        row("a CR in a value", POST + HOST + "X-A: b\rc\r\n\r\n", 400),
        row("a CR in a name", POST + HOST + "X-\rA: b\r\n\r\n", 400),
        row("a name that is empty", POST + HOST + ": b\r\n\r\n", 415),
        row("a line that is folded first", POST + " X: y\r\n" + HOST + "\r\n", 400),
        row("headers of 9 KB", POST + HOST + "X-A: " + "a".repeat(9_000) + "\r\n\r\n", 431),
        row("2,000 headers", POST + HOST + "X-A: b\r\n".repeat(2_000) + "\r\n", 431),
        row("a target of 5 KB", "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n\r\n", 414),
        row("a body too large", head + "Content-Length: 262145\r\n\r\n", 413),
        row("a form without a boundary", form("/webhooks/m2m", ""), 503),
        row("a form with a broken query", form("/webhooks/m2m?%zz", "x"), 400),
        row("HTTP/0.9", "GET /webhooks/m2m\r\n\r\n", 400),
        row("small letters", "POST /webhooks/m2m Http/1.1\r\n" + HOST + "\r\n"),
        row("HTTP/3.0", "POST /webhooks/m2m HTTP/3.0\r\n" + HOST + "\r\n"),
        row("a preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        row("a hello of TLS", "\u0016\u0003\u0001\u0000\u002f\u0001\r\n\r\n", 400));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void framing(String name, String request, List<Integer> statuses) {
    Map<Integer, Double> before = new TreeMap<>();
    statuses.forEach(status -> before.put(status, counted(status)));
    assertEquals(statuses, RawConnection.send(bridge.port(), request));
    before.forEach((status, count) -> assertEquals(count + 1, counted(status)));
  }

  /** How many answers with a status the metric has counted. */
  private static double counted(int status) {
    String metric = "m2m_http_answers_total{status=\"" + status + "\"} ";
    return bridge
        .manage("/observe/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(metric))
        .mapToDouble(line -> Double.parseDouble(line.substring(metric.length())))
        .sum();
  }

  static Stream<Arguments> halves() {
    String head = POST + HOST + JSON + signed(BODY);
    String te = "Transfer-Encoding: chunked\r\n";
    return Stream.of(
        row("headers that end early", POST + HOST + "X-M2M-"),
        row("a body that ends early", head + "Content-Length: 9999\r\n\r\n" + BODY),
        row("chunks that end early", head + te + "\r\n99\r\n" + BODY),
        row("nothing", ""));
  }

  /** Each shuts its half of the connection then. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void halves(String name, String request, List<Integer> statuses) {
    assertEquals(statuses, RawConnection.sendAndShut(bridge.port(), request));
  }

  /** Well framed and well signed, and aimed elsewhere or by other means. */
  static Stream<Arguments> targets() {
    return Stream.of(
        target("all of it", "OPTIONS * HTTP/1.1", 404),
        target("a tunnel", "CONNECT m2m:443 HTTP/1.1", 404),
        target("a method of its own", "FROB /webhooks/m2m HTTP/1.1", 405),
        target("TRACE", "TRACE /webhooks/m2m HTTP/1.1", 405),
        target("up", "POST /webhooks/m2m/../../x HTTP/1.1", 404),
        target("up, escaped", "POST /webhooks/m2m/%2e%2e/%2e%2e/x HTTP/1.1", 404),
        target("a slash, escaped", "POST /webhooks%2fm2m HTTP/1.1", 404),
        target("parameters of a path", "POST /webhooks/m2m;a=b HTTP/1.1", 404),
        target("a NUL", "POST /webhooks/m2m%00 HTTP/1.1", 404),
        target("half an escape", "POST /webhooks/m2m/%2 HTTP/1.1", 400),
        target("no escape", "POST /webhooks/m2m/%zz HTTP/1.1", 400),
        target("a query", "POST /webhooks/m2m?X-M2M-Event=evil HTTP/1.1", 400),
        target("a query of nothing", "POST /webhooks/m2m? HTTP/1.1", 400));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void targets(String name, String request, List<Integer> statuses) {
    Map<Integer, Double> before = new TreeMap<>();
    statuses.forEach(status -> before.put(status, counted(status)));
    assertEquals(statuses, RawConnection.send(bridge.port(), request));
    before.forEach((status, count) -> assertEquals(count + 1, counted(status)));
  }

  /** Nothing but the two headers, once each, counts as a signature. */
  static Stream<Arguments> signatures() {
    String signed = signed(BODY);
    String head = POST + HOST + JSON + "Connection: close\r\n";
    String rest = length(BODY) + "\r\n" + BODY;
    String te = "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(BODY.length()) + "\r\n";
    return Stream.of(
        row("none", head + rest, 401),
        row("both twice", head + signed + signed + rest, 401),
        row("two timestamps", head + signed + "X-M2M-Timestamp: 1\r\n" + rest, 401),
        row("in a trailer", head + te + BODY + "\r\n0\r\n" + signed + "\r\n", 401),
        row("of another body", head + signed("{}") + rest, 401),
        row("folded", head + signed.replace(": sha256", ":\r\n sha") + rest, 401),
        row("in another's name", head + signed.replace("X-M2M", "X_M2M") + rest, 401));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void signatures(String name, String request, List<Integer> statuses) {
    assertEquals(statuses, RawConnection.send(bridge.port(), request));
  }

  @Test
  void survivesGarbage() {
    long seed = System.nanoTime();
    System.out.println("seed of the garbage: " + seed);
    Random random = new Random(seed);
    int answered = 0;
    for (int i = 0; i < 100; i++) {
      byte[] garbage = new byte[100 + random.nextInt(3_900)];
      random.nextBytes(garbage);
      String line = new String(garbage, ISO_8859_1) + "\r\n\r\n";
      List<Integer> statuses = RawConnection.send(bridge.port(), line);
      answered += statuses.size();

      assertTrue(statuses.isEmpty() || statuses.equals(List.of(400)), statuses::toString);
    }
    // A reset may overtake an answer.
    assertTrue(answered > 90, "answered: " + answered);
  }

  /** One byte of a good webhook is another one: whatever comes of it, no failure does. */
  @Test
  void survivesBytesThatAreChanged() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the changes: " + seed);
    Random random = new Random(seed);
    List<Callable<List<Integer>>> changes = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      // It is closed at the line that is too long, where a change has it wait for more.
      byte[] changed = (good() + "\r\n\r\n" + "x".repeat(6_000)).getBytes(ISO_8859_1);
      changed[random.nextInt(good().length())] = (byte) random.nextInt(256);
      changes.add(() -> RawConnection.send(bridge.port(), changed));
    }
    Map<Integer, Integer> counts = new TreeMap<>();
    ExecutorService senders = Executors.newFixedThreadPool(16);
    try {
      for (Future<List<Integer>> answers : senders.invokeAll(changes)) {
        answers.get().forEach(status -> counts.merge(status, 1, Integer::sum));
      }
    } finally {
      senders.shutdownNow();
    }
    System.out.println("answers to the changes: " + counts);
    assertTrue(KNOWN.containsAll(counts.keySet()), counts::toString);
    assertTrue(counts.containsKey(401) && counts.containsKey(400), counts::toString);
    assertNothingElseStored();
  }

  private static void assertNothingElseStored() {
    bridge.awaitIdle();
    assertEquals(
        0,
        bridge
            .sql()
            .sql("DELETE FROM m2m_deliveries WHERE body <> :body")
            .param("body", BODY.getBytes(UTF_8))
            .update());
    bridge.sql().sql("DELETE FROM m2m_deliveries").update();
  }

  @Test
  void survivesThoseWhoGoAway() {
    for (int i = 1; i < good().length(); i += 7) {
      RawConnection.sendAndGo(bridge.port(), good().substring(0, i));
    }
  }
}
