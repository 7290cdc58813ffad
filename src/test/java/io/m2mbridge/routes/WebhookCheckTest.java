package io.m2mbridge.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Logs;
import io.m2mbridge.testing.RawHttp;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.webhook.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each request is signed well, so that only its one deviation can be what is refused. */
class WebhookCheckTest {
  private static final String JSON = "Content-Type: application/json";
  private static final String POST = "POST /webhooks/m2m HTTP/1.1";
  private static final int MAX_BODY = 262_144;
  private static Bridge bridge;
  private static RawHttp http;

  private final String id = UUID.randomUUID().toString();
  private final byte[] body =
      ("{\"event\":\"link.opened\",\"data\":{\"linkId\":\"" + id + "\",\"referenceId\":\"r\"}}")
          .getBytes(UTF_8);
  private Logs logs;

  @BeforeAll
  static void start(Bridge shared) {
    bridge = shared;
    http = new RawHttp(bridge.port());
  }

  @BeforeEach
  void listen() {
    logs = new Logs();
  }

  @AfterEach
  void logsNoError() {
    logs.close();
    assertEquals(List.of(), logs.from(Level.ERROR));
  }

  // The path

  @ParameterizedTest
  @CsvSource({
    "/webhooks/m2m, /webhooks/m2m",
    "/webhooks/m2m/, /webhooks/m2m/",
    "/webhooks/m2m/acme, /webhooks/m2m/acme",
    "/webhooks/m2m/acme/a.b-c_d~e, /webhooks/m2m/acme/a.b-c_d~e",
    "/webhooks/m2m/a%2Fb, /webhooks/m2m/a%2Fb",
    "/webhooks/m2m/%00, /webhooks/m2m/%00",
    "/webhooks/m2m/%ff, /webhooks/m2m/%ff",
    "/webhooks/x/../m2m, /webhooks/m2m",
  })
  void takesThePathAndAnyBelowIt(String path, String stored) {
    RawHttp.Answer answer = send("POST " + path + " HTTP/1.1", List.of(JSON));
    assertAccepted(answer);
    assertEquals(stored, bridge.delivery("link.opened:" + id).get("path"));
  }

  @Test
  void takesALongPath() {
    String path = "/webhooks/m2m/" + "x".repeat(3_000);
    assertAccepted(send("POST " + path + " HTTP/1.1", List.of(JSON)));
    assertEquals(path, bridge.delivery("link.opened:" + id).get("path"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/webhooks/m2mx",
        "/webhooks/m2m-x",
        "/webhooks/m2m.x",
        "/webhooks/m2m;x=1",
        "/webhooks/m2m%2Fx",
        "/webhooks/m2m/../m2mx",
        "/webhooks/m2m/..",
        "/webhooks/m2",
        "/webhooks/M2M",
        "/webhooks",
        "/",
        "/observe/health",
        "/observe/metrics",
      })
  void findsNoOtherPath(String path) {
    assertRefused(404, send("POST " + path + " HTTP/1.1", List.of(JSON)));
    assertRefused(404, send("GET " + path + " HTTP/1.1", List.of(JSON)));
  }

  /** They aren't URLs at all, and never reach the route. */
  @ParameterizedTest
  @ValueSource(strings = {"/webhooks/m2m/%zz", "/webhooks/m2m/%", "/webhooks/m2m?a=%zz"})
  void refusesABrokenEscape(String path) {
    assertRefused(400, send("POST " + path + " HTTP/1.1", List.of(JSON)));
  }

  // The method

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "HEAD",
        "OPTIONS",
        "PUT",
        "DELETE",
        "PATCH",
        "TRACE",
        "CONNECT",
        "PROPFIND",
        "post"
      })
  void allowsNoOtherMethod(String method) {
    RawHttp.Answer answer = send(method + " /webhooks/m2m HTTP/1.1", List.of(JSON));
    assertRefused(405, answer);
    assertEquals("POST", answer.header("Allow"));
    assertRefused(405, send(method + " /webhooks/m2m/acme HTTP/1.1", List.of(JSON)));
  }

  // The size

  @Test
  void takesABodyOfTheGreatestSize() {
    assertAccepted(http.send(POST, signed(padded(MAX_BODY), JSON), padded(MAX_BODY)));
    assertEquals(MAX_BODY, ((byte[]) bridge.delivery("link.opened:" + id).get("body")).length);
  }

  @Test
  void takesAChunkedBodyOfTheGreatestSize() {
    byte[] greatest = padded(MAX_BODY);
    assertAccepted(http.sendChunked(POST, signed(greatest, JSON), greatest, 4_099));
    assertEquals(MAX_BODY, ((byte[]) bridge.delivery("link.opened:" + id).get("body")).length);
  }

  @Test
  void refusesAByteMore() {
    byte[] tooLarge = padded(MAX_BODY + 1);
    assertRefused(413, http.send(POST, signed(tooLarge, JSON), tooLarge));
  }

  @Test
  void refusesAChunkedByteMore() {
    byte[] tooLarge = padded(MAX_BODY + 1);
    assertRefused(413, http.sendChunked(POST, signed(tooLarge, JSON), tooLarge, 4_099));
  }

  @Test
  void refusesALengthWithoutWaitingForTheBody() {
    assertRefused(
        413, http.send(POST, List.of(JSON, "Expect: 100-continue"), padded(4 * MAX_BODY)));
  }

  // The type

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/json ; charset = utf-8 ",
        "application/json; Charset=Utf-8",
        "application/json; charset=\"utf-8\"",
        "application/json; charset=UTF8",
        "application/json; charset=\"Utf8\"; v=1",
        "application/json; charset=csUTF8",
        "application/json;\tcharset=utf-8",
        "application/json; v=1",
        "application/json; v=1; charset=utf-8; profile=\"http://a/b\"",
        "application/json; profile=\"a;b\"",
        "application/json; x=\"charset=utf-16\"",
        "application/json;",
      })
  void takesJsonWithAnyParameterInUtf8(String type) {
    assertAccepted(send(POST, List.of("Content-Type: " + type)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-16",
        "application/json; charset=\"utf-16\"",
        "application/json; CHARSET=us-ascii",
        "application/json;\tcharset=utf-16",
        "application/json; charset\t=utf-16",
        "application/json; v=1; charset=utf-16",
        "application/json; charset=utf-8; charset=utf-16",
        "application/json; charset=utf-8x",
        "application/json; charset=utf8x",
        "application/json; charset=utf88",
        "application/json; charset=utf_8",
        "application/json; charset=no-such-charset",
        "application/json; charset=",
        "application/jsonx",
        "application/json-seq",
        "application/vnd.m2m+json",
        "application/json, text/plain",
        "application",
        "text/json",
        "text/plain",
        "text/plain; application/json",
        "*/*",
        "application/x-www-form-urlencoded",
        "",
      })
  void refusesOtherTypesAndCharsets(String type) {
    assertRefused(415, send(POST, List.of("Content-Type: " + type)));
  }

  @Test
  void refusesAMissingType() {
    assertRefused(415, send(POST, List.of()));
  }

  @Test
  void refusesARepeatedType() {
    assertRefused(415, send(POST, List.of(JSON, JSON)));
    assertRefused(415, send(POST, List.of(JSON, "Content-Type: text/plain")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "Identity", " identity ", "identity, identity", "", " "})
  void takesWhatIsNotEncoded(String encoding) {
    assertAccepted(send(POST, List.of(JSON, "Content-Encoding: " + encoding)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "br",
        "deflate",
        "gzip, gzip",
        "identity, gzip",
        "gzip,identity",
        "identityx"
      })
  void refusesAContentEncoding(String encoding) {
    assertRefused(415, send(POST, List.of(JSON, "Content-Encoding: " + encoding)));
  }

  // The query

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?a=1",
        "?",
        "?a",
        "?X-M2M-Event=link.created",
        "?X-M2M-Signature=sha256%3D00",
        "?X-M2M-Timestamp=1",
        "?CamelHttpMethod=POST",
      })
  void refusesAQuery(String query) {
    assertRefused(400, send("POST /webhooks/m2m" + query + " HTTP/1.1", List.of(JSON)));
    assertRefused(400, send("POST /webhooks/m2m/acme" + query + " HTTP/1.1", List.of(JSON)));
  }

  // What steers Camel inside can't be sent from outside

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CamelHttpPath: /elsewhere",
        "CamelHttpMethod: GET",
        "CamelHttpQuery: a=1",
        "CamelHttpResponseCode: 500",
        "camelhttpresponsecode: 500",
        "CamelCharsetName: utf-16",
        "status: 500",
        "outcome: quarantined",
        "Authorization: Basic ???",
        "Expect: 100-continue",
        "Origin: https://example.com",
        "If-None-Match: *",
      })
  void mindsNoOtherHeader(String header) {
    assertAccepted(send(POST, List.of(JSON, header)));
    assertEquals("/webhooks/m2m", bridge.delivery("link.opened:" + id).get("path"));
  }

  private RawHttp.Answer send(String requestLine, List<String> headers) {
    return http.send(requestLine, signed(body, headers.toArray(String[]::new)), body);
  }

  private static List<String> signed(byte[] body, String... headers) {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("X-M2M-Timestamp: " + timestamp);
    all.add("X-M2M-Signature: " + new Signature(Bridge.SECRET).sign(timestamp, body));
    return all;
  }

  /** The body with white space after it. */
  private byte[] padded(int size) {
    byte[] padded = Arrays.copyOf(body, size);
    Arrays.fill(padded, body.length, size, (byte) ' ');
    return padded;
  }

  private void assertAccepted(RawHttp.Answer answer) {
    assertTrue(answer.status() == 200 || answer.status() == 100, answer::toString);
    assertTrue((answer.headers() + answer.body()).contains("M2M-Bridge-Outcome: accepted"));
    assertNotNull(bridge.delivery("link.opened:" + id));
  }

  private void assertRefused(int status, RawHttp.Answer answer) {
    assertEquals(status, answer.status(), answer::toString);
    assertNull(answer.header("M2M-Bridge-Outcome"));
    assertNull(answer.header("Location"));
    assertNull(bridge.delivery("link.opened:" + id));
  }
}
