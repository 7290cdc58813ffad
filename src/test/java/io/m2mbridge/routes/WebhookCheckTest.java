package io.m2mbridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.RawHttp;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each request is signed well, so that only its one deviation can be what is refused. */
class WebhookCheckTest extends CheckedWebhooks {
  private static final int MAX_BODY = 262_144;

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

  /** The body with white space after it. */
  private byte[] padded(int size) {
    byte[] padded = Arrays.copyOf(body, size);
    Arrays.fill(padded, body.length, size, (byte) ' ');
    return padded;
  }
}
