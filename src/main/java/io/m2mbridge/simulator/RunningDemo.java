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
 * The dev profile's demo: M2M beside the bridge, one user's journey as a timeline, and then a user
 * now and then.
 */
final class RunningDemo implements Demo.Running {
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration LONGEST_FIRST = Duration.ofSeconds(20);
  private static final Duration EVERY = Duration.ofSeconds(20);
  private static final Duration SLOW_STEP = Duration.ofSeconds(3);

  /** The bridge's lines for each event: the timeline says the same. */
  private static final List<String> TOLD_TWICE =
      List.of("m2m.webhook", "m2m.reply", "m2m.notify", "io.m2mbridge.dispatch.DoneMarks");

  private static final Logger LOG = LoggerFactory.getLogger(RunningDemo.class);

  private final ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor();
  private final Random random = new Random();
  private final BridgeTables tables;
  private final Timeline timeline;
  private final Simulator simulator;

  private RunningDemo(SimulatorSettings settings, BridgeTables tables, PrintStream out) {
    this.tables = tables;
    this.timeline = new Timeline(tables, out);
    this.simulator = Simulator.start(settings, timeline);
  }

  /** Starts it, as {@link Demo#start} says. */
  static RunningDemo start(Demo.Bridge bridge, PrintStream out, Runnable afterFirst) {
    TOLD_TWICE.forEach(name -> Configurator.setLevel(name, Level.WARN));
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
    out.println("M2M is simulated at " + apiUrl + ". One user's journey:");
    out.println();
    demo.first(afterFirst);
    demo.watch(bridge.context());
    return demo;
  }

  /** Shows the webhooks that come to a bridge from elsewhere, too. */
  private void watch(CamelContext bridge) {
    Elsewhere elsewhere = new Elsewhere(timeline::isOwn, timeline::arrived);
    ServiceHelper.startService(elsewhere);
    bridge.getManagementStrategy().addEventNotifier(elsewhere);
  }

  /** Told of by the partner with no more than a name, so that M2M asks for the rest. */
  private void first(Runnable afterwards) {
    Person person = Person.random(random);
    tables.add(person);
    simulator.execute(
        () ->
            simulator.add(
                person,
                person.userData(List.of("name.firstName", "name.lastName")),
                Journey.scripted(List.of(Journey.Step.values()), STEP)));
    awaitFirst(afterwards, LONGEST_FIRST);
  }

  private void awaitFirst(Runnable afterwards, Duration left) {
    simulator
        .pace()
        .afterReal(
            LOOK,
            () -> {
              if (simulator.isIdle() || left.isNegative()) {
                trickle.execute(() -> goOn(afterwards));
              } else {
                awaitFirst(afterwards, left.minus(LOOK));
              }
            });
  }

  private void goOn(Runnable afterwards) {
    timeline.await();
    afterwards.run();
    trickle.scheduleWithFixedDelay(
        this::addOne, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  private void addOne() {
    Throwable failure = simulator.failure();
    try {
      if (failure != null) {
        throw new IllegalStateException(failure);
      }
      Person person = Person.random(random);
      tables.add(person);
      simulator.execute(
          () -> simulator.add(person, Journey.scripted(Journey.random(random).steps(), SLOW_STEP)));
    } catch (DataAccessException | IllegalStateException e) {
      Throwable cause = failure == null ? e : failure;
      LOG.warn("the demo had no user now: {}", cause.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    trickle.shutdownNow();
    simulator.close();
    timeline.close();
  }
}
