package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.settings.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** M2M on this machine: its API, its webhooks and its users, on one thread. */
final class Simulator implements AutoCloseable {
  private static final int CONNECTIONS = 1_000;

  private final SimulatorSettings settings;
  private final Vertx vertx;
  private final Pace pace;
  private final Webhooks webhooks;
  private final Platform platform;
  private final ApiServer api;
  private final SplittableRandom seeds;

  /** What was thrown on the simulator's thread first, where nothing waited for it. */
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private int users;
  private int journeysUnderWay;

  private Simulator(
      SimulatorSettings settings, PartnerSecrets secrets, Vertx vertx, Listener listener) {
    this.settings = settings;
    this.vertx = vertx;
    vertx.exceptionHandler(thrown -> failure.compareAndSet(null, thrown));
    Stances stances = settings.stances();
    Faults faults = settings.faults();
    seeds = new SplittableRandom(settings.seed());
    pace = new Pace(vertx, Clock.systemUTC(), settings.speed());
    HttpClient client =
        vertx
            .httpClientBuilder()
            .with(new HttpClientOptions())
            .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS))
            // What breaks a connection is the outcome of its attempt; Vert.x would log it too.
            .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
            .build();
    webhooks =
        new Webhooks(
            client, pace, secrets, stances, faults, settings.url(), settings.timeout(), listener);
    Payloads payloads = new Payloads(stances, faults, this::apiUrl);
    platform = new Platform(pace, stances, faults, payloads, webhooks, seeds.split());
    Duration minute = pace.real(Duration.ofMinutes(1));
    api =
        new ApiServer(
            vertx,
            platform,
            new Replies(pace, stances, listener),
            secrets,
            stances,
            new ApiKey(settings.apiKey(), stances),
            new RateLimit(settings.createLimit(), minute, System::nanoTime),
            new RateLimit(settings.otherLimit(), minute, System::nanoTime),
            new ApiFaults(faults, stances, settings.apiDelay(), pace, new Random(seeds.nextLong())),
            new ControlServer(platform, webhooks, this::report));
  }

  /**
   * Starts it.
   *
   * @throws ConfigurationException when its port is taken, or a webhook secret is no key
   */
  static Simulator start(SimulatorSettings settings, Listener listener) {
    PartnerSecrets secrets =
        new PartnerSecrets(settings.secret(), settings.oldSecret(), settings.stances());
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                // Nobody can help it that a busy machine is slow, and Vert.x would log it.
                .setMaxEventLoopExecuteTime(Long.MAX_VALUE));
    Simulator simulator = new Simulator(settings, secrets, vertx, listener);
    try {
      simulator
          .api
          .listen(settings.port(), settings.host())
          .toCompletionStage()
          .toCompletableFuture()
          .join();
      return simulator;
    } catch (CompletionException e) {
      simulator.close();
      throw new ConfigurationException(
          "Nothing can listen on "
              + settings.host()
              + ":"
              + settings.port()
              + " for M2M's API: choose another port (--port; for the bridge M2M_API_BASE_URL).");
    }
  }

  /** What the API is reached by, without a slash at its end. */
  String apiUrl() {
    return settings.apiUrl() == null
        ? "http://" + settings.host() + ":" + api.port()
        : settings.apiUrl();
  }

  /** Lets a user begin. */
  void add(Person person, Journey journey) {
    user(person, journey).start(null);
  }

  /** Lets a user begin of whom the partner tells only so much when it creates the link. */
  void add(Person person, ObjectNode known, Journey journey) {
    user(person, journey).start(known);
  }

  /** Does something on the simulator's thread, soon. */
  void execute(Runnable task) {
    vertx.runOnContext(now -> task.run());
  }

  /** Lets a user begin later. */
  void addAfter(Duration simulated, Person person, Journey journey) {
    User user = user(person, journey);
    pace.after(simulated, () -> user.start(null));
  }

  private User user(Person person, Journey journey) {
    Random random = new Random(settings.seed() + ++users);
    journeysUnderWay++;
    return new User(
        person, journey, platform, pace, settings.patience(), random, () -> journeysUnderWay--);
  }

  /** Has each link that is created over the API from now on used so. */
  void useLinks(Journey journey) {
    platform.onLinkOfPartner(
        link -> user(Person.random(new Random(settings.seed() + users)), journey).use(link));
  }

  /** How many users have come to the end of their journeys. */
  int ended() {
    return users - journeysUnderWay;
  }

  /** Whether all journeys have ended, and no webhook is under way. */
  boolean isIdle() {
    return journeysUnderWay == 0 && webhooks.isIdle();
  }

  Pace pace() {
    return pace;
  }

  Platform platform() {
    return platform;
  }

  Webhooks webhooks() {
    return webhooks;
  }

  Report report() {
    return Report.of(platform, webhooks);
  }

  /** What was thrown on the simulator's thread where nothing waited for it; null for nothing. */
  @Nullable Throwable failure() {
    return failure.get();
  }

  /** Has something done on the simulator's thread, and waits until it is. */
  void run(Runnable task) throws InterruptedException {
    ask(
        () -> {
          task.run();
          return true;
        });
  }

  /** Has something done, or looked at, on the simulator's thread, and waits for it. */
  <T> T ask(Supplier<T> question) throws InterruptedException {
    Throwable broken = failure.get();
    if (broken != null) {
      throw new IllegalStateException("the simulator broke", broken);
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    vertx.runOnContext(
        now -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
