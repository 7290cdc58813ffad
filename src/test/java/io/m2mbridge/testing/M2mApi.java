package io.m2mbridge.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A stand-in for M2M's API over real HTTP: it records what it is sent, and answers as the test
 * says.
 */
public final class M2mApi implements AutoCloseable {
  /** What it was sent. */
  public record Request(
      Instant at, String method, String target, Map<String, List<String>> headers, String body) {}

  /** How it answers one request. */
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** M2M's documented answer to a reply that it took. */
  public static final Answer FULFILLED =
      json(200, "{\"success\":true,\"data\":{\"status\":\"fulfilled\",\"message\":\"merged\"}}");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Map<String, Queue<Answer>> answersTo = new ConcurrentHashMap<>();

  public M2mApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** A JSON answer, or with other text any answer. */
  public static Answer json(int status, String body, String... headers) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** Closes the connection without an answer. */
  public static Answer cut() {
    return exchange -> {
      throw new IOException("cut by the test");
    };
  }

  /** Answers no sooner than when a latch is open, half a minute later at the latest. */
  public static Answer after(CountDownLatch latch, Answer answer) {
    return exchange -> {
      try {
        latch.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      answer.to(exchange);
    };
  }

  /** Queues how the next requests are answered; once the queue is empty, {@link #FULFILLED}. */
  public M2mApi answers(Answer... next) {
    answers.addAll(List.of(next));
    return this;
  }

  /** Queues how the next requests for one data request are answered, before any other queue. */
  public M2mApi answersTo(String dataRequestId, Answer... next) {
    answersTo
        .computeIfAbsent("/" + dataRequestId, id -> new ConcurrentLinkedQueue<>())
        .addAll(List.of(next));
    return this;
  }

  private Answer next(String target) {
    Queue<Answer> own = answersTo.get(target.substring(target.lastIndexOf('/')));
    Answer answer = own == null ? null : own.poll();
    if (answer == null) {
      answer = answers.poll();
    }
    return answer == null ? FULFILLED : answer;
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The {@code replyEndpoint} of a data request. */
  public String replyEndpoint(String dataRequestId) {
    return baseUrl() + "/partner/data-requests/" + dataRequestId;
  }

  /** What it was sent for one data request. */
  public List<Request> requestsFor(String dataRequestId) {
    return requests.stream().filter(r -> r.target().endsWith("/" + dataRequestId)).toList();
  }

  public List<Request> requests() {
    return requests;
  }

  /** Forgets what it was sent, and how it was told to answer. */
  void reset() {
    requests.clear();
    answers.clear();
    answersTo.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(
          new Request(
              Instant.now(),
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(exchange.getRequestHeaders()),
              body));
      next(exchange.getRequestURI().getPath()).to(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
