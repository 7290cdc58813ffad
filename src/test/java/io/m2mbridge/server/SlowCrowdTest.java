package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A crowd of slow senders delays nobody else, and is gone once its time is up. */
@Tag("verify")
@Timeout(60)
class SlowCrowdTest {
  private static final String HEAD =
      "POST /webhooks/m2m HTTP/1.1\r\nHost: m2m\r\nContent-Type: application/json\r\n";
  private static final int SLOW = 400;
  private static final int GOOD = 200;
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    bridge = Bridge.start(Map.of());
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @Test
  void answersGoodWebhooksMeanwhile() throws IOException {
    bridge.send(Event.of("link.opened").toString());
    List<Socket> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < SLOW; i++) {
        crowd.add(new Socket(InetAddress.getLoopbackAddress(), bridge.port()));
        write(crowd.get(i), List.of("", HEAD + "X-Drip: ", HEAD, HEAD).get(i % 4));
        write(
            crowd.get(i),
            switch (i % 4) {
              case 2 -> "Content-Length: 9999\r\n\r\n";
              case 3 -> "Transfer-Encoding: chunked\r\n\r\n";
              default -> "";
            });
      }
      long[] millis = new long[GOOD];
      for (int i = 0; i < GOOD; i++) {
        long start = System.nanoTime();
        assertEquals(200, bridge.send(Event.of("link.opened").toString()).statusCode());
        millis[i] = (System.nanoTime() - start) / 1_000_000;
        if (i % 4 > 0) {
          drip(crowd.get(i));
          drip(crowd.get(GOOD + i));
        }
      }
      Arrays.sort(millis);
      System.out.printf(
          "next to %d slow connections: p50 %d ms, p99 %d ms, slowest %d ms%n",
          SLOW, millis[GOOD / 2], millis[GOOD * 99 / 100], millis[GOOD - 1]);
      assertTrue(millis[GOOD * 99 / 100] < 2_000, () -> Arrays.toString(millis));
      for (Socket socket : crowd) {
        awaitClosed(socket);
      }
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** A chunk, which can be a part of a header and of a body too. */
  private static void drip(Socket socket) {
    try {
      write(socket, "1\r\n \r\n");
    } catch (IOException e) {
      // closed already
    }
  }

  private static void awaitClosed(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    try {
      assertEquals(-1, socket.getInputStream().read());
    } catch (SocketException e) {
      // A reset, as a drop was under way.
    }
  }
}
