package io.m2mbridge.testkit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A server over real HTTP, which records what it is sent and answers as the test says. It stands in
 * for a site's service. {@link M2mApi} is the one that stands in for M2M.
 */
public class RecordingServer implements AutoCloseable {
  /**
   * What it was sent.
   *
   * @param target the path and the query
   */
  public record Request(Instant at, String method, String target, Headers headers, String body) {
    /** The target without the query. */
    public String path() {
      return target.replaceFirst("\\?.*", "");
    }

    /** The first value of a header, whatever the case of its name; null without one. */
    public @Nullable String header(String name) {
      return headers.getFirst(name);
    }
  }

  /** How it answers one request. */
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final Answer taken;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Map<String, Queue<Answer>> answersTo = new ConcurrentHashMap<>();
  private final Map<String, Answer> always = new ConcurrentHashMap<>();

  public RecordingServer() {
    this(json(200, "{}"));
  }

  /**
   * @param taken the answer to each request, unless the test says otherwise
   */
  @SuppressWarnings("this-escape") // nobody knows its port before it is constructed
  protected RecordingServer(Answer taken) {
    this(taken, onFreePort(HttpServer::create));
  }

  private RecordingServer(Answer taken, HttpServer server) {
    this.taken = taken;
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** One over TLS, which lets in only a client whose certificate the context trusts. */
  public static RecordingServer demandingCertificate(SSLContext tls) {
    HttpsServer server = onFreePort(HttpsServer::create);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters demanding = getSSLContext().getDefaultSSLParameters();
            demanding.setNeedClientAuth(true);
            parameters.setSSLParameters(demanding);
          }
        });
    return new RecordingServer(json(200, "{}"), server);
  }

  private interface Factory<S> {
    S create(InetSocketAddress address, int backlog) throws IOException;
  }

  private static <S extends HttpServer> S onFreePort(Factory<S> factory) {
    try {
      return factory.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** Answers after a while. */
  public static Answer after(Duration delay, Answer answer) {
    return after(new CountDownLatch(1), delay, answer);
  }

  /** Answers no sooner than when a latch is open, half a minute later at the latest. */
  public static Answer after(CountDownLatch latch, Answer answer) {
    return after(latch, Duration.ofSeconds(30), answer);
  }

  private static Answer after(CountDownLatch latch, Duration longest, Answer answer) {
    return exchange -> {
      try {
        // The request is answered in both cases.
        boolean unused = latch.await(longest.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      answer.to(exchange);
    };
  }

  /** Queues how the next requests are answered; once the queue is empty, each is taken. */
  public final void answers(Answer... next) {
    answers.addAll(List.of(next));
  }

  /** Queues how the next requests of one path are answered, before any other queue. */
  public final void answersTo(String lastSegment, Answer... next) {
    answersTo
        .computeIfAbsent("/" + lastSegment, segment -> new ConcurrentLinkedQueue<>())
        .addAll(List.of(next));
  }

  /** Sets how each request of one path is answered from now on, once no queue has an answer. */
  public final void alwaysAnswersTo(String lastSegment, Answer answer) {
    always.put("/" + lastSegment, answer);
  }

  /** The answer to a request, which is recorded already. */
  protected Answer answer(Request request) {
    String path = request.path();
    String lastSegment = path.substring(path.lastIndexOf('/'));
    Queue<Answer> own = answersTo.get(lastSegment);
    @Nullable Answer answer = own == null ? null : own.poll();
    if (answer == null) {
      answer = answers.poll();
    }
    return answer == null ? always.getOrDefault(lastSegment, taken) : answer;
  }

  public final String baseUrl() {
    return (server instanceof HttpsServer ? "https://" : "http://") + authority();
  }

  /** Its address and port. */
  public final String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public final List<Request> requests() {
    return requests;
  }

  /** Returns what it was sent for an event: with its key in m2mEventKey or Idempotency-Key. */
  public List<Request> received(Event event) {
    String key = event.key();
    return requests.stream()
        .filter(r -> key.equals(r.header("m2mEventKey")) || key.equals(r.header(IDEMPOTENCY_KEY)))
        .toList();
  }

  /** As {@link #received(Event)}, of one path alone. */
  public final List<Request> received(Event event, String path) {
    return received(event).stream().filter(request -> request.path().equals(path)).toList();
  }

  /** Forgets what it was sent, and how it was told to answer. */
  public final void reset() {
    requests.clear();
    answers.clear();
    answersTo.clear();
    always.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Request request =
          new Request(
              Instant.now(),
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              body);
      requests.add(request);
      answer(request).to(exchange);
    }
  }

  @Override
  public final void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
