package io.m2mbridge.start;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.m2mbridge.webhook.Signature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarmUpWebhooksTest {
  private final WarmUpWebhooks webhooks = new WarmUpWebhooks();
  private final Set<String> signed = ConcurrentHashMap.newKeySet();
  private HttpServer server;
  private int status = 200;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/webhooks/m2m", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Headers headers = exchange.getRequestHeaders();
    if (new Signature(webhooks.secret())
        .matches(headers.getFirst("X-M2M-Timestamp"), headers.getFirst("X-M2M-Signature"), body)) {
      signed.add(new String(body, US_ASCII));
    }
    exchange.sendResponseHeaders(status, 2);
    exchange.getResponseBody().write("OK".getBytes(US_ASCII));
    exchange.close();
  }

  @Test
  void sendsWebhooksThatAreSignedAndDiffer() throws IOException {
    int sent = webhooks.sendTo(server.getAddress().getPort());
    assertEquals(sent, signed.size());
  }

  @Test
  void endsInTime() throws IOException {
    webhooks.endIn(Duration.ZERO);
    assertEquals(0, webhooks.sendTo(server.getAddress().getPort()));
  }

  @Test
  void failsIfOneIsAnsweredAnythingBut200() {
    status = 503;
    IOException failure =
        assertThrows(IOException.class, () -> webhooks.sendTo(server.getAddress().getPort()));
    assertEquals("the answer was HTTP/1.1 503 Service Unavailable", failure.getMessage());
  }
}
