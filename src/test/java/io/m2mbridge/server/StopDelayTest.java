package io.m2mbridge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testkit.Bridge;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is answered from when the bridge is told to stop until it no longer listens. */
@Timeout(60)
class StopDelayTest {
  private static final Duration DELAY = Duration.ofSeconds(2);
  private static final String REQUEST =
      "POST /webhooks/m2m HTTP/1.1\r\nHost: m2m\r\nContent-Length: 2\r\n\r\nin";

  private final CamelContext context = new DefaultCamelContext();
  private final int port = Bridge.freePort();

  private void start() throws Exception {
    var configuration = new VertxPlatformHttpServerConfiguration();
    configuration.getBodyHandler().setHandleFileUploads(false); // or it makes a folder
    configuration.setBindHost("127.0.0.1");
    configuration.setBindPort(port);
    context.addService(new WebhookServer(configuration, 10, 100, null, DELAY, () -> {}));
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("platform-http:/webhooks/m2m")
                .setHeader("CamelHttpResponseCode")
                .constant("200")
                .setBody()
                .constant("");
          }
        });
    context.start();
  }

  private Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String ask(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST.getBytes(US_ASCII));
    byte[] buffer = new byte[4096];
    int read = socket.getInputStream().read(buffer);
    return new String(buffer, 0, read, US_ASCII).toLowerCase(Locale.ROOT);
  }

  @Test
  void answersOnAndHasEachConnectionClosed() throws Exception {
    start();
    try (Socket kept = open()) {
      assertFalse(ask(kept).contains("connection: close"));

      CompletableFuture<Void> stop = CompletableFuture.runAsync(context::stop);
      Awaitility.await().until(context::isStopping);
      for (Socket socket : new Socket[] {kept, open()}) {
        try (socket) {
          String answer = ask(socket);
          assertTrue(answer.startsWith("http/1.1 200"), answer);
          assertTrue(answer.contains("connection: close"), answer);
        }
      }
      stop.join();
    }
    assertThrows(ConnectException.class, this::open);
  }
}
