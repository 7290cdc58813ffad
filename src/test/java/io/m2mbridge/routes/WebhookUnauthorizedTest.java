package io.m2mbridge.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.RawHttp;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Webhook;
import io.m2mbridge.webhook.Signature;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that M2M didn't sign. */
class WebhookUnauthorizedTest extends SentWebhooks {
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

  private static void assertUnauthorized(RawHttp.Answer answer) {
    assertEquals(401, answer.status());
    assertTrue(answer.body().contains("Unauthorized"), answer::body);
    assertNull(answer.header("M2M-Bridge-Outcome"));
  }
}
