package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.Bridge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Those who drip, or say nothing, or don't listen, are closed; by limits that are quick to test.
 */
@Timeout(60)
class SlowSendersTest {
  private static final SenderClock.Limits LIMITS =
      new SenderClock.Limits(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
  private static final String HEAD =
      "POST /webhooks/m2m HTTP/1.1\r\nHost: m2m\r\nContent-Type: application/json\r\n";
  private static final String GET = "GET / HTTP/1.1\r\nHost: m2m\r\n\r\n";
  private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();
  private static final SimpleMeterRegistry METRICS = new SimpleMeterRegistry();
  private static final int PORT = Bridge.freePort();

  private final List<Socket> sockets = new ArrayList<>();
  private final ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();

  @BeforeAll
  static void start() throws Exception {
    var configuration = new VertxPlatformHttpServerConfiguration();
    configuration.getBodyHandler().setHandleFileUploads(false); // or it makes a folder
    configuration.setBindHost("127.0.0.1");
    configuration.setBindPort(PORT);
    CONTEXT.getRegistry().bind("metrics", METRICS);
    CONTEXT.addService(
        new WebhookServer(configuration, 100, 1_000, null, Duration.ZERO, () -> {}, LIMITS));
    CONTEXT.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("platform-http:/webhooks/m2m").setBody(constant("whole"));
          }
        });
    CONTEXT.start();
  }

  @AfterAll
  static void stop() {
    CONTEXT.stop();
  }

  @AfterEach
  void close() throws IOException {
    drips.shutdownNow();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket open(String sent) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT);
    sockets.add(socket);
    socket.setSoTimeout(20_000);
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

  private static void assertClosedAfter(Duration limit, long start, Socket socket)
      throws IOException {
    try {
      assertEquals(-1, socket.getInputStream().read());
    } catch (SocketException e) {
      // A reset, as a drop was under way.
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(limit) >= 0, () -> "closed after " + took);
  }

  private static void readAnswer(Socket socket, int status) throws IOException {
    byte[] buffer = new byte[4096];
    int read = socket.getInputStream().read(buffer);
    assertTrue(new String(buffer, 0, read, US_ASCII).startsWith("HTTP/1.1 " + status));
  }

  @Test
  void allowsFiveTenAndThirtySeconds() {
    assertEquals(
        new SenderClock.Limits(
            Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30)),
        SenderClock.LIMITS);
  }

  private static double closed(String reason) {
    return METRICS.counter("m2m.http.closed", "reason", reason).count();
  }

  @Test
  void closesWhoSaysNothing() throws IOException {
    double before = closed("slow");
    long start = System.nanoTime();

    assertClosedAfter(LIMITS.headers(), start, open(""));
    assertEquals(before + 1, closed("slow"));
  }

  @Test
  void closesWhoDripsHeaders() throws IOException {
    long start = System.nanoTime();
    Socket socket = open(HEAD + "X-Drip: ");
    drip(socket, "x");

    assertClosedAfter(LIMITS.headers(), start, socket);
  }

  @Test
  void closesWhoDripsABody() throws IOException {
    long start = System.nanoTime();
    Socket socket = open(HEAD + "Content-Length: 9999\r\n\r\n");
    drip(socket, " ");

    assertClosedAfter(LIMITS.body(), start, socket);
  }

  @Test
  void closesWhoDripsChunks() throws IOException {
    long start = System.nanoTime();
    Socket socket = open(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
    drip(socket, "1\r\n \r\n");

    assertClosedAfter(LIMITS.body(), start, socket);
  }

  @Test
  void closesWhoDripsTheHeadersOfALaterRequest() throws IOException {
    Socket socket = open(GET);
    readAnswer(socket, 404);
    long start = System.nanoTime();
    write(socket, "GET");
    drip(socket, "X");

    assertClosedAfter(LIMITS.headers(), start, socket);
  }

  @Test
  void closesWhoHasNoMoreToSay() throws IOException {
    long start = System.nanoTime();
    Socket socket = open(GET);
    readAnswer(socket, 404);

    assertClosedAfter(LIMITS.idle(), start, socket);
  }

  /** The answers would pile up in memory; so they do in the socket's buffers alone. */
  @Test
  void closesWhoReadsNoAnswers() throws IOException {
    ByteBuffer asked = ByteBuffer.wrap(GET.repeat(1_000).getBytes(US_ASCII));
    try (SocketChannel socket =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT))) {
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              socket.write(asked.rewind());
            }
          });
    }
  }
}
