package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.Bridge;
import io.m2mbridge.testing.Events;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those who drip, or say nothing, are closed in time, and delay nobody else. */
@Timeout(120)
class SlowSendersTest {
  private static final String HEAD = "POST /webhooks/m2m HTTP/1.1\r\nHost: m2m\r\n";
  private static final int SLOW = 400;
  private static final int GOOD = 200;
  private static Bridge bridge;

  private final List<Socket> sockets = new ArrayList<>();
  private final ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();

  @BeforeAll
  static void start() {
    bridge = Bridge.start(Map.of());
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @AfterEach
  void close() throws IOException {
    drips.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket open(String sent) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), bridge.port());
    sockets.add(socket);
    socket.setSoTimeout(60_000);
    write(socket, sent);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private void drip(Socket socket, String drop) {
    drips.scheduleWithFixedDelay(
        () -> {
          try {
            write(socket, drop);
          } catch (IOException e) {
            // closed, as it should be
          }
        },
        100,
        100,
        TimeUnit.MILLISECONDS);
  }

  private static void assertClosedAfter(Duration limit, Socket socket) throws IOException {
    long start = System.nanoTime();
    try {
      assertEquals(-1, socket.getInputStream().read());
    } catch (SocketException e) {
      // A reset, as a drop was under way.
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    assertTrue(
        seconds > limit.toSeconds() - 0.5 && seconds < limit.toSeconds() + 5,
        () -> "closed after " + seconds + " s");
  }

  private static void readAnswer(Socket socket, int status) throws IOException {
    byte[] buffer = new byte[4096];
    int read = socket.getInputStream().read(buffer);
    assertTrue(new String(buffer, 0, read, US_ASCII).startsWith("HTTP/1.1 " + status));
  }

  @Test
  void closesWhoSaysNothing() throws IOException {
    assertClosedAfter(SenderClock.HEADERS, open(""));
  }

  @Test
  void closesWhoDripsHeaders() throws IOException {
    Socket socket = open(HEAD + "X-Drip: ");
    drip(socket, "x");

    assertClosedAfter(SenderClock.HEADERS, socket);
  }

  @Test
  void closesWhoDripsABody() throws IOException {
    Socket socket = open(HEAD + "Content-Type: application/json\r\nContent-Length: 9999\r\n\r\n");
    drip(socket, " ");

    assertClosedAfter(SenderClock.BODY, socket);
  }

  @Test
  void closesWhoDripsChunks() throws IOException {
    Socket socket =
        open(HEAD + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    drip(socket, "1\r\n \r\n");

    assertClosedAfter(SenderClock.BODY, socket);
  }

  @Test
  void closesWhoDripsTheHeadersOfALaterRequest() throws IOException {
    Socket socket = open("GET / HTTP/1.1\r\nHost: m2m\r\n\r\n");
    readAnswer(socket, 404);
    write(socket, "GET");
    drip(socket, "X");

    assertClosedAfter(SenderClock.HEADERS, socket);
  }

  @Test
  void closesWhoHasNoMoreToSay() throws IOException {
    Socket socket = open("GET / HTTP/1.1\r\nHost: m2m\r\n\r\n");
    readAnswer(socket, 404);

    assertClosedAfter(SenderClock.IDLE, socket);
  }

  @Test
  void answersGoodWebhooksMeanwhile() throws Exception {
    bridge.send(Events.of("link.opened").toString());
    for (int i = 0; i < SLOW; i++) {
      switch (i % 4) {
        case 0 -> open("");
        case 1 -> drip(open(HEAD + "X-Drip: "), "x");
        case 2 -> drip(open(HEAD + "Content-Length: 9999\r\n\r\n"), " ");
        default -> drip(open(HEAD + "Transfer-Encoding: chunked\r\n\r\n"), "1\r\n \r\n");
      }
    }
    long[] millis = new long[GOOD];
    for (int i = 0; i < GOOD; i++) {
      long start = System.nanoTime();
      assertEquals(200, bridge.send(Events.of("link.opened").toString()).statusCode());
      millis[i] = (System.nanoTime() - start) / 1_000_000;
    }
    Arrays.sort(millis);
    System.out.printf(
        "beside %d slow connections: p50 %d ms, p99 %d ms, slowest %d ms%n",
        SLOW, millis[GOOD / 2], millis[GOOD * 99 / 100], millis[GOOD - 1]);
    assertTrue(millis[GOOD * 99 / 100] < 2_000, () -> Arrays.toString(millis));
  }
}
