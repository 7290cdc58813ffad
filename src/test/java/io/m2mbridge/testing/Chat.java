package io.m2mbridge.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A chat's webhook at {@code /chat}, over real HTTP, that refuses what the test says; at any other
 * path services of the site's, of which {@code /broken} always fails.
 */
public final class Chat implements AutoCloseable {
  /** One request, and how it was answered. */
  public record Call(
      Instant at,
      String method,
      String path,
      Map<String, String> headers,
      String body,
      int status) {
    public String header(String name) {
      return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }
  }

  /** A refusal, with {@code Retry-After} unless that is empty. */
  private record Refusal(int status, String retryAfter) {}

  private static final Refusal NONE = new Refusal(200, "");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicInteger> refused = new ConcurrentHashMap<>();
  private volatile Function<Instant, Refusal> answer = at -> NONE;
  private volatile int statusOfRefused = 503;
  private Instant taken = Instant.EPOCH;

  public Chat() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return url("/chat");
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Answers 429 to what comes sooner after the last that it took. */
  public void refusesMoreThanOneIn(Duration pause, String retryAfter) {
    answer =
        at -> {
          if (at.isBefore(taken.plus(pause))) {
            return new Refusal(429, retryAfter);
          }
          taken = at;
          return NONE;
        };
  }

  /** Answers with a date to come back at. */
  public void refusesUntil(Instant until, int status) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(until.plusMillis(999).atOffset(ZoneOffset.UTC));
    answer = at -> at.isBefore(until.minusSeconds(1)) ? new Refusal(status, date) : NONE;
  }

  public void refusesAll(int status) {
    answer = at -> new Refusal(status, "");
  }

  public void refusesNothing() {
    answer = at -> NONE;
  }

  /** Refuses the next calls of one path. */
  public void refusesNext(String path, int number, int status) {
    statusOfRefused = status;
    refused.put(path, new AtomicInteger(number));
  }

  public List<Call> calls(String path) {
    return calls.stream().filter(call -> call.path().equals(path)).toList();
  }

  /** What it was told and took. */
  public List<Call> taken() {
    return taken("/chat");
  }

  public List<Call> taken(String path) {
    return calls(path).stream().filter(call -> call.status() == 200).toList();
  }

  private synchronized Refusal refusal(String path) {
    AtomicInteger left = refused.get(path);
    if (left != null && left.getAndDecrement() > 0) {
      return new Refusal(statusOfRefused, "");
    }
    return switch (path) {
      case "/chat" -> answer.apply(Instant.now());
      case "/broken" -> new Refusal(500, "");
      default -> NONE;
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String path = exchange.getRequestURI().getPath();
      Refusal refusal = refusal(path);
      Map<String, String> headers = new ConcurrentHashMap<>();
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) ->
                  headers.put(name.toLowerCase(java.util.Locale.ROOT), String.join(",", values)));
      calls.add(
          new Call(
              Instant.now(), exchange.getRequestMethod(), path, headers, body, refusal.status()));
      if (!refusal.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", refusal.retryAfter());
      }
      exchange.sendResponseHeaders(refusal.status(), -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
