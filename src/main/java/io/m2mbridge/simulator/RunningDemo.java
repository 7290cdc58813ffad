package io.m2mbridge.simulator;

import io.m2mbridge.dev.Demo;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The dev profile's demo: a simulated M2M next to the bridge. It shows one user's journey as a
 * timeline, and then adds a user every 20 seconds.
 */
final class RunningDemo implements Demo.Running {
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration POLL_PERIOD = Duration.ofMillis(100);
  private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration USER_PERIOD = Duration.ofSeconds(20);
  private static final Duration SLOW_STEP = Duration.ofSeconds(3);

  /** What the second user does, so that soon there is something that only the API tells of. */
  private static final Journey SECOND = Journey.scripted(Journey.COMPLETED, SLOW_STEP);

  /**
   * The bridge's loggers with a line for each event. They are silenced, because the timeline shows
   * the same.
   */
  private static final List<String> REDUNDANT_LOGGERS =
      List.of("m2m.webhook", "m2m.reply", "m2m.notify", "io.m2mbridge.dispatch.DoneMarks");

  private static final Logger LOG = LoggerFactory.getLogger(RunningDemo.class);

  private final ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor();
  private final Random random = new Random();
  private final BridgeTables tables;
  private final Timeline timeline;
  private final Simulator simulator;
  private boolean isSecondStarted;

  private RunningDemo(SimulatorSettings settings, BridgeTables tables, PrintStream out) {
    this.tables = tables;
    this.timeline = new Timeline(tables, out);
    this.simulator = Simulator.start(settings, timeline);
  }

  /** Starts the demo. See {@link Demo#start}. */
  static RunningDemo start(Demo.Bridge bridge, PrintStream out, Runnable afterFirst) {
    REDUNDANT_LOGGERS.forEach(name -> Configurator.setLevel(name, Level.WARN));
    URI apiUrl = bridge.apiUrl();
    SimulatorSettings settings =
        new SimulatorSettings(
            bridge.webhookUrl(),
            bridge.secret(),
            bridge.secret(),
            bridge.apiKey(),
            apiUrl.getHost(),
            apiUrl.getPort(),
            null,
            1,
            new Random().nextInt(),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ZERO,
            100,
            1000,
            new Faults(),
            new Stances());
    RunningDemo demo = new RunningDemo(settings, new BridgeTables(bridge.database()), out);
    demo.remember();
    out.println("M2M is simulated at " + apiUrl + ". One user's journey:");
    out.println();
    demo.first(afterFirst);
    demo.watch(bridge.context());
    return demo;
  }

  private void remember() {
    List<Operation> operations = EarlierDemo.operations(tables);
    simulator.execute(() -> operations.forEach(simulator.platform()::remember));
  }

  /** Also shows the webhooks that the bridge receives from other senders. */
  private void watch(CamelContext bridge) {
    OtherSenders otherSenders = new OtherSenders(timeline::isOwn, timeline::arrived);
    ServiceHelper.startService(otherSenders);
    bridge.getManagementStrategy().addEventNotifier(otherSenders);
  }

  /**
   * Starts the first user. The partner sends only the name, so that M2M requests the other data.
   */
  private void first(Runnable afterwards) {
    Person person = Person.random(random);
    tables.add(person);
    simulator.execute(
        () ->
            simulator.add(
                person,
                person.userData(List.of("name.firstName", "name.lastName")),
                Journey.scripted(Journey.CANCELLED, STEP)));
    awaitFirst(afterwards, FIRST_TIMEOUT);
  }

  private void awaitFirst(Runnable afterwards, Duration left) {
    simulator
        .pace()
        .afterReal(
            POLL_PERIOD,
            () -> {
              if (simulator.isIdle() || left.isNegative()) {
                trickle.execute(() -> goOn(afterwards));
              } else {
                awaitFirst(afterwards, left.minus(POLL_PERIOD));
              }
            });
  }

  private void goOn(Runnable afterwards) {
    timeline.await();
    afterwards.run();
    trickle.scheduleWithFixedDelay(
        this::addOne, USER_PERIOD.toSeconds(), USER_PERIOD.toSeconds(), TimeUnit.SECONDS);
  }

  private void addOne() {
    Throwable failure = simulator.failure();
    try {
      if (failure != null) {
        throw new IllegalStateException(failure);
      }
      Person person = Person.random(random);
      tables.add(person);
      Journey journey =
          isSecondStarted ? Journey.scripted(Journey.random(random).steps(), SLOW_STEP) : SECOND;
      isSecondStarted = true;
      simulator.execute(() -> simulator.add(person, journey));
    } catch (DataAccessException | IllegalStateException e) {
      Throwable cause = failure == null ? e : failure;
      LOG.warn("the demo could not add a user: {}", cause.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    trickle.shutdownNow();
    simulator.close();
    timeline.close();
  }
}
