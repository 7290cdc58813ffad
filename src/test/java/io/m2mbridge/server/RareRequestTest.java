package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.RawConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What HTTP allows and few senders send. None of it opens a way for another request. */
@Timeout(60)
class RareRequestTest extends RawWebhooks {
  private static void assertStoredOnce() {
    assertEquals(1, stored());
    bridge.awaitIdle();
    bridge.sql().sql("DELETE FROM m2m_deliveries").update();
  }

  @Test
  void answersInOrderWhatIsPipelined() {
    List<Integer> statuses =
        RawConnection.send(
            bridge.port(),
            good() + POST + HOST + JSON + "Connection: close\r\n" + length(BODY) + "\r\n" + BODY);

    assertEquals(List.of(200, 401), statuses);
    assertStoredOnce();
  }

  @Test
  void takesNothingBehindARequestThatIsBroken() {
    assertEquals(
        List.of(400), RawConnection.send(bridge.port(), POST + HOST + "X-A : b\r\n\r\n" + good()));
  }

  @Test
  void saysGoOnToWhoAsks() {
    String request = good().replace(HOST, HOST + "Connection: close\r\nExpect: 100-continue\r\n");
    List<Integer> statuses = new ArrayList<>(RawConnection.send(bridge.port(), request));
    statuses.remove(Integer.valueOf(100));

    assertEquals(List.of(200), statuses);
    assertStoredOnce();
  }

  /** RFC 9112, 3.2.2. It goes nowhere: the bridge is no proxy. */
  @Test
  void takesAWholeAddressForItsPath() {
    String request =
        good()
            .replace(POST, "POST http://other.example/webhooks/m2m HTTP/1.1\r\n")
            .replace(HOST, HOST + "Connection: close\r\n");

    assertEquals(List.of(200), RawConnection.send(bridge.port(), request));
    assertStoredOnce();
  }

  @Test
  void takesAnUpgradeForTheWebhookThatItIs() {
    String request =
        good()
            .replace(
                HOST,
                HOST
                    + "Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");

    assertEquals(List.of(200), RawConnection.send(bridge.port(), request));
    assertStoredOnce();
  }

  private static String chunkedWithALengthOf(int length) {
    return POST
        + HOST
        + JSON
        + signed(BODY)
        + ("Content-Length: " + length + "\r\nTransfer-Encoding: chunked\r\n\r\n")
        + chunked(BODY);
  }

  /** RFC 9112, 6.3: a server may refuse a request with both, as two servers may split it apart. */
  @Test
  void refusesChunksWhereThereIsALengthToo() {
    String request = chunkedWithALengthOf(5).replace(HOST, HOST + "Connection: close\r\n");

    assertEquals(List.of(400), RawConnection.send(bridge.port(), request));
    assertEquals(0, stored());
  }

  /** A server in front that goes by the length would take the second request for the body's end. */
  @Test
  void takesNothingThatIsSmuggledBehindChunks() {
    String request = chunkedWithALengthOf(chunked(BODY).length() + good().length()) + good();

    assertEquals(List.of(400), RawConnection.send(bridge.port(), request));
    assertEquals(0, stored());
  }

  @Test
  void readsHttp10() {
    String request = good().replace("HTTP/1.1", "HTTP/1.0");

    assertEquals(List.of(200), RawConnection.send(bridge.port(), request));
    assertStoredOnce();
  }

  @Test
  void ignoresExtensionsOfChunks() {
    int half = BODY.length() / 2;
    String request =
        POST
            + HOST
            + JSON
            + signed(BODY)
            + "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(half)
            + ";a=b\r\n"
            + BODY.substring(0, half)
            + "\r\n"
            + Integer.toHexString(BODY.length() - half)
            + "\r\n"
            + BODY.substring(half)
            + "\r\n0\r\n\r\n";

    assertEquals(List.of(200), RawConnection.send(bridge.port(), request));
    assertStoredOnce();
  }

  @Test
  void refusesABodyInChunksThatIsTooLarge() {
    byte[] large = new byte[300_000];
    Arrays.fill(large, (byte) ' ');
    String head = POST + HOST + JSON + signed(BODY) + "Transfer-Encoding: chunked\r\n\r\n";

    assertEquals(
        List.of(413),
        RawConnection.send(bridge.port(), head + chunked(new String(large, ISO_8859_1))));
  }
}
