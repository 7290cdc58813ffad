package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.ConfigurationException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Plays M2M against a receiver, and reports what became of it. */
@Command(
    name = "simulate",
    description = {
      "Plays M2M on this machine: its API, its webhooks, and its users.",
      "With --links it lets so many users begin, waits until every webhook has its end, and reports;"
          + " without, it goes on until Ctrl-C. For development only: M2M itself is never called."
    },
    mixinStandardHelpOptions = true,
    subcommands = ReplayWebhooksCommand.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All webhooks were acknowledged, and the tables say what M2M knows.",
      "1:It could not start, or an option is wrong.",
      "2:Webhooks failed, or M2M and the tables differ: the report says where."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  200 users, M2M's minutes passing in tenths of a second, one webhook in ten twice:",
      "    m2m-bridge simulate --links 200 --seed 7 --speed 600 --duplicates 10%%",
      "  M2M's API alone, for a bridge that runs: create links and use them by curl:",
      "    m2m-bridge simulate",
      "  One user who opens the link and cancels what was sent, against a receiver of your own:",
      "    m2m-bridge simulate --links 1 --journey open,send,cancel --url http://127.0.0.1:3000/webhooks"
    })
public final class SimulateCommand extends DeveloperCommand {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final int TROUBLE = 2;

  @Option(
      names = "--links",
      paramLabel = "<n>",
      description = "How many users begin (default: none, and it goes on until Ctrl-C).")
  int links;

  @Option(
      names = "--every",
      paramLabel = "<duration>",
      converter = DurationConverter.class,
      description = "A user begins so often, as M2M's time passes (default: 30s).")
  Duration every = Duration.ofSeconds(30);

  @Option(
      names = "--journey",
      split = ",",
      paramLabel = "<step>",
      description =
          "What each user does: ${COMPLETION-CANDIDATES}, in this order (default: at random).")
  List<Journey.Step> journey = List.of();

  @Option(
      names = "--step",
      paramLabel = "<duration>",
      converter = DurationConverter.class,
      description =
          "With --journey: the wait before each step, as M2M's time passes (default: 10s).")
  Duration step = Duration.ofSeconds(10);

  @Option(names = "--replay-failed", description = "Replays what failed, once, before the report.")
  boolean replayFailed;

  @Option(names = "--json", description = "The report as JSON, and nothing else.")
  boolean json;

  @Mixin SimulatorOptions options = new SimulatorOptions();

  @Mixin BridgeTablesOptions database = new BridgeTablesOptions();

  @Override
  public Integer call() throws Exception {
    check();
    BridgeTables tables = database.tables(commandLine());
    if (tables != null) {
      readable(() -> tables.unfinished(Set.of(), Set.of()));
    }
    try (Simulator simulator = Simulator.start(options.settings(), Listener.NONE)) {
      say("M2M's API listens on " + simulator.apiUrl() + ", seed " + options.seed + ".");
      AtInterrupt interrupt = AtInterrupt.of(() -> reportSoFar(simulator));
      try {
        play(simulator, tables);
      } finally {
        interrupt.cancel();
      }
      return report(simulator, tables);
    }
  }

  private void play(Simulator simulator, @Nullable BridgeTables tables)
      throws InterruptedException {
    if (links == 0) {
      serve(simulator);
    }
    begin(simulator, tables);
    awaitIdle(simulator);
    if (replayFailed) {
      simulator.run(() -> simulator.webhooks().replay(Webhook.State.FAILED));
      awaitIdle(simulator);
    }
  }

  private void check() {
    if (links < 0 || every.isNegative() || every.compareTo(LONGEST) > 0 || step.isNegative()) {
      throw new ParameterException(
          commandLine(),
          "--links, --every and --step must not be below 0, and --every not above a year");
    }
    options.check(commandLine());
  }

  /**
   * Reads from the bridge's tables.
   *
   * @throws ConfigurationException when they can't be read
   */
  private static <T> T readable(Supplier<T> read) {
    try {
      return read.get();
    } catch (DataAccessException e) {
      throw new ConfigurationException(
          "The bridge's database can't be read ("
              + e.getMostSpecificCause().getClass().getSimpleName()
              + "): see to --database-url, --database-username and --database-password, and that the"
              + " bridge has made its tables.");
    }
  }

  /** Until the process is stopped. */
  private void serve(Simulator simulator) throws InterruptedException {
    if (!journey.isEmpty()) {
      simulator.run(() -> simulator.useLinks(Journey.scripted(journey, step)));
    }
    say("Create links there; each webhook goes to " + options.url + ". Ctrl-C ends it.");
    new CountDownLatch(1).await();
  }

  private void reportSoFar(Simulator simulator) {
    try {
      Report report = simulator.ask(simulator::report);
      out().print(json ? report.json() + System.lineSeparator() : "\n" + report.text());
      out().flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(Simulator simulator, @Nullable BridgeTables tables)
      throws InterruptedException {
    Random random = new Random(options.seed);
    List<Person> people = Stream.generate(() -> Person.random(random)).limit(links).toList();
    if (database.fillUsers && tables != null) {
      readable(
          () -> {
            people.forEach(tables::add);
            return people;
          });
    }
    simulator.run(
        () -> {
          for (int i = 0; i < links; i++) {
            Person person = people.get(i);
            Journey steps =
                journey.isEmpty() ? Journey.random(random) : Journey.scripted(journey, step);
            simulator.addAfter(every.multipliedBy(i), person, steps);
          }
        });
  }

  private void awaitIdle(Simulator simulator) throws InterruptedException {
    try (Progress progress = Progress.of(links, !json && Help.Ansi.AUTO.enabled())) {
      do {
        Thread.sleep(LOOK.toMillis());
        progress.show(simulator);
      } while (!simulator.ask(simulator::isIdle));
    }
  }

  private int report(Simulator simulator, @Nullable BridgeTables tables)
      throws InterruptedException {
    if (tables != null) {
      settle(simulator, tables);
    }
    Report report = simulator.ask(simulator::report);
    List<String> differences = List.of();
    if (tables != null) {
      List<Webhook> webhooks = simulator.ask(() -> List.copyOf(simulator.webhooks().all()));
      List<DataRequest> requests = simulator.ask(simulator.platform()::dataRequests);
      try {
        differences = readable(() -> Comparison.differences(webhooks, requests, tables));
      } catch (ConfigurationException e) {
        print(report, null);
        throw e;
      }
    }
    print(report, tables == null ? null : differences);
    return report.failed() > 0 || !differences.isEmpty() ? TROUBLE : 0;
  }

  /** Gives the bridge the time that it may take for its last events. */
  private void settle(Simulator simulator, BridgeTables tables) throws InterruptedException {
    List<Webhook> webhooks = simulator.ask(() -> List.copyOf(simulator.webhooks().all()));
    Set<String> users = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (Webhook webhook : webhooks) {
      users.add(webhook.link.referenceId);
      keys.add(String.valueOf(webhook.eventKey()));
    }
    long since = System.nanoTime();
    while (readable(() -> tables.unfinished(keys, users)) > 0
        && System.nanoTime() - since < database.settle.toNanos()) {
      Thread.sleep(LOOK.toMillis());
    }
  }

  /**
   * Prints what came of it.
   *
   * @param differences between M2M and the tables; null where they weren't compared
   */
  private void print(Report report, @Nullable List<String> differences) {
    if (json) {
      ObjectNode all = report.json();
      all.put("seed", options.seed).put("compared", differences != null);
      ArrayNode list = all.putArray("differences");
      (differences == null ? List.<String>of() : differences).forEach(list::add);
      out().println(all);
    } else {
      out().print(report.text());
      if (differences == null) {
        out().println("The bridge's tables weren't compared: give --database-url for that.");
      } else if (differences.isEmpty()) {
        out().println(coloured("green", "The bridge's tables say what M2M knows."));
      } else {
        out().println(coloured("red", "Differences: " + differences.size()));
        differences.forEach(difference -> out().println("  " + difference));
      }
    }
    out().flush();
  }

  private void say(String line) {
    if (!json) {
      out().println(line);
      out().flush();
    }
  }
}
