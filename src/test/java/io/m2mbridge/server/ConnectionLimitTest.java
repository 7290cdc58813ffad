package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.testing.RawConnection;
import io.m2mbridge.testkit.Bridge;
import io.m2mbridge.testkit.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limit of connections: at the limit each is served, and one more is refused. */
@Tag("verify")
@Timeout(60)
class ConnectionLimitTest {
  private static final int MOST = 3;
  private static final String GET = "GET / HTTP/1.1\r\nHost: m2m\r\n\r\n";
  private static Bridge bridge;

  @BeforeAll
  static void start() {
    bridge = Bridge.start(Map.of("m2m.http.max-connections", String.valueOf(MOST)));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), bridge.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** One that has been answered is counted for certain. */
  private static Socket openAndAsk() throws IOException {
    Socket socket = open();
    socket.getOutputStream().write(GET.getBytes(US_ASCII));
    assertEquals("HTTP/1.1 404", new String(socket.getInputStream().readNBytes(12), US_ASCII));
    return socket;
  }

  @Test
  void refusesOneMoreUntilOneIsClosed() throws IOException {
    List<Socket> all = new ArrayList<>();
    try {
      for (int i = 0; i < MOST; i++) {
        all.add(openAndAsk());
      }
      try (Socket more = open()) {
        assertEquals(
            """
            HTTP/1.1 503 Service Unavailable
            Retry-After: 60
            Connection: close
            Content-Length: 0

            """
                .replace("\n", "\r\n"),
            new String(more.getInputStream().readAllBytes(), US_ASCII));
      }
      all.remove(0).close();
      String last = GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
      Awaitility.await().until(() -> RawConnection.send(bridge.port(), last), List.of(404)::equals);
    } finally {
      for (Socket socket : all) {
        socket.close();
      }
    }
    Awaitility.await()
        .until(() -> bridge.send(Event.of("link.opened").toString()).statusCode(), is -> is == 200);
  }
}
