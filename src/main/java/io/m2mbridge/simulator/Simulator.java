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

  /** The first exception on the simulator's thread for which no caller waited. */
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
            // A broken connection is recorded as the attempt's outcome. Vert.x would also log it.
            .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
            .build();
    webhooks =
        new Webhooks(
            client, pace, secrets, stances, faults, settings.url(), settings.timeout(), listener);
    Payloads payloads = new Payloads(stances, faults, this::apiUrl);
    platform = new Platform(pace, stances, faults, payloads, webhooks, listener, seeds.split());
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
   * Starts the simulator.
   *
   * @throws ConfigurationException if its port is in use, or a webhook secret can't be a key
   */
  static Simulator start(SimulatorSettings settings, Listener listener) {
    PartnerSecrets secrets =
        new PartnerSecrets(settings.secret(), settings.oldSecret(), settings.stances());
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                // Vert.x would log warnings if a busy machine is slow.
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

  /** Returns the URL of the API, without a slash at its end. */
  String apiUrl() {
    return settings.apiUrl() == null
        ? "http://" + settings.host() + ":" + api.port()
        : settings.apiUrl();
  }

  /** Starts a user. */
  void add(Person person, Journey journey) {
    user(person, journey).start(null);
  }

  /** Starts a user for whom the partner sends only these data when it creates the link. */
  void add(Person person, ObjectNode known, Journey journey) {
    user(person, journey).start(known);
  }

  /** Runs a task on the simulator's thread, without waiting for it. */
  void execute(Runnable task) {
    vertx.runOnContext(now -> task.run());
  }

  /** Starts a user after a simulated wait. */
  void addAfter(Duration simulated, Person person, Journey journey) {
    User user = user(person, journey);
    pace.after(simulated, () -> user.start(null));
  }

  private User user(Person person, Journey journey) {
    Random random = new Random(settings.seed() + ++users);
    journeysUnderWay++;
    return new User(
        person, journey, platform, pace, settings.userTimeout(), random, () -> journeysUnderWay--);
  }

  /** Makes a user take this journey with each link that is created over the API from now on. */
  void useLinks(Journey journey) {
    platform.onLinkOfPartner(
        link -> user(Person.random(new Random(settings.seed() + users)), journey).use(link));
  }

  /** Returns the number of users whose journeys have ended. */
  int ended() {
    return users - journeysUnderWay;
  }

  /** Whether all journeys have ended, and no webhook is pending. */
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

  /**
   * Returns the first exception on the simulator's thread for which no caller waited, or null if
   * there was none.
   */
  @Nullable Throwable failure() {
    return failure.get();
  }

  /** Runs a task on the simulator's thread and waits for it. */
  void run(Runnable task) throws InterruptedException {
    ask(
        () -> {
          task.run();
          return true;
        });
  }

  /** Evaluates a question on the simulator's thread and waits for the result. */
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
