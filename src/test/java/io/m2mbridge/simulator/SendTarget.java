package io.m2mbridge.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.m2mbridge.testing.CommandRun;
import io.m2mbridge.webhook.Signature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A receiver that keeps what send sends to it. */
abstract class SendTarget {
  final List<Received> received = new CopyOnWriteArrayList<>();
  final ExecutorService threads = Executors.newCachedThreadPool();
  final CountDownLatch end = new CountDownLatch(1);
  HttpServer server;
  Answering answering = exchange -> answer(exchange, 200);

  record Received(Headers headers, byte[] body) {
    String header(String name) {
      return headers.getFirst(name);
    }

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    boolean isSignedWith(String secret) {
      return new Signature(secret)
          .matches(header("X-M2M-Timestamp"), header("X-M2M-Signature"), body);
    }
  }

  interface Answering {
    void answer(HttpExchange exchange) throws Exception;
  }

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          received.add(new Received(exchange.getRequestHeaders(), body));
          try {
            answering.answer(exchange);
          } catch (Exception e) {
            throw new IOException(e);
          } finally {
            exchange.close();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
  }

  static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/m2m";
  }

  CommandRun send(String... args) {
    String[] all = new String[args.length + 3];
    all[0] = "send";
    all[1] = "--url";
    all[2] = url();
    System.arraycopy(args, 0, all, 3, args.length);
    return CommandRun.of(all);
  }

  Received only() {
    assertEquals(1, received.size());
    return received.get(0);
  }
}
