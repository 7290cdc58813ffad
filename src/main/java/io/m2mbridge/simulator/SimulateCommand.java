package io.m2mbridge.simulator;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.signing.DeveloperCommand;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Simulates M2M for a receiver, and reports the results. */
@Command(
    name = "simulate",
    description = {
      "Simulates M2M on this machine: its API, its webhooks, and its users.",
      "With --links, it starts this many users, waits until every webhook has ended, and reports;"
          + " without it, it runs until Ctrl-C. For development only: M2M itself is never called."
    },
    mixinStandardHelpOptions = true,
    subcommands = ReplayWebhooksCommand.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All was checked: each webhook was acknowledged, and the receiver's state agrees with M2M.",
      "1:It could not start, an option is wrong, or the state to compare with can't be read.",
      "2:Webhooks failed, or something is wrong or differs: the report says what.",
      "4:Nothing was found wrong, but loss and repetition weren't checked."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  200 users, each of M2M's minutes in a tenth of a second, one webhook in ten twice:",
      "    m2m-bridge simulate --links 200 --seed 7 --speed 600 --duplicates 10%%",
      "  Only M2M's API, for a running bridge: create links and use them by curl:",
      "    m2m-bridge simulate",
      "  One user who opens the link and cancels what was sent, against a receiver of your own:",
      "    m2m-bridge simulate --links 1 --journey open,send,cancel"
          + " --url http://127.0.0.1:3000/webhooks --compare http://127.0.0.1:3000/state"
    })
public final class SimulateCommand extends DeveloperCommand {
  private static final Duration POLL_PERIOD = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofDays(365);

  @Option(
      names = "--links",
      paramLabel = "<n>",
      description = "How many users to start (default: none, and it runs until Ctrl-C).")
  int links;

  @Option(
      names = "--every",
      paramLabel = "<duration>",
      converter = DurationConverter.class,
      description = "The time between the starts of two users, in simulated time (default: 30s).")
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
      description = "With --journey: the wait before each step, in simulated time (default: 10s).")
  Duration step = Duration.ofSeconds(10);

  @Option(
      names = "--replay-failed",
      description = "Replays the failed webhooks, once, before the report.")
  boolean replayFailed;

  @Option(
      names = "--stay",
      description = "After the report, keeps M2M's API until Ctrl-C, as reconcile needs it.")
  boolean stay;

  @Option(names = "--json", description = "Prints the report as JSON, and nothing else.")
  boolean json;

  @Mixin SimulatorOptions options = new SimulatorOptions();

  @Mixin CompareOptions compare = new CompareOptions();

  @Override
  public Integer call() throws Exception {
    check();
    StateSource source = compare.source(commandLine());
    BridgeTables tables = source == null ? compare.database.tables(commandLine()) : null;
    if (tables != null) {
      Ending.readable(() -> tables.unfinished(Set.of(), Set.of()));
    }
    if (source != null && !source.isToCome()) {
      ReceiverState unused = source.read();
    }
    return QuietLibraries.during(() -> run(tables, source));
  }

  private int run(@Nullable BridgeTables tables, @Nullable StateSource source)
      throws InterruptedException {
    try (Simulator simulator = Simulator.start(options.settings(), Listener.NONE)) {
      say("M2M's API listens on " + simulator.apiUrl() + ", seed " + options.seed + ".");
      AtInterrupt interrupt = AtInterrupt.of(() -> reportSoFar(simulator));
      try {
        play(simulator, tables);
      } finally {
        interrupt.cancel();
      }
      int exitCode = end(simulator, tables, source);
      if (stay) {
        say("M2M's API stays at " + simulator.apiUrl() + ". Ctrl-C ends it.");
        new CountDownLatch(1).await();
      }
      return exitCode;
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

  /** Runs until the process is stopped. */
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
    if (compare.database.fillUsers && tables != null) {
      Ending.readable(
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
        Thread.sleep(POLL_PERIOD.toMillis());
        progress.show(simulator);
      } while (!simulator.ask(simulator::isIdle));
    }
  }

  private int end(Simulator simulator, @Nullable BridgeTables tables, @Nullable StateSource source)
      throws InterruptedException {
    Ending ending =
        new Ending(
            simulator, compare.expected(commandLine(), tables != null), compare.database.settle);
    ending.awaitReplies();
    Compared compared = null;
    try {
      if (tables != null) {
        compared = ending.with(tables);
      } else if (source != null) {
        compared = ending.with(source);
      }
    } catch (ConfigurationException e) {
      Verdict verdict = ending.verdict(null);
      print(verdict);
      if (source == null || !verdict.isTrouble()) {
        throw e;
      }
      // The receiver may have stopped answering. The report on that is more important than this
      // error.
      err().println("m2m-bridge: " + e.getMessage());
      return verdict.exitCode();
    }
    Verdict verdict = ending.verdict(compared);
    print(verdict);
    return verdict.exitCode();
  }

  private void print(Verdict verdict) {
    if (json) {
      out().println(verdict.json(options.seed));
    } else {
      verdict.print(out(), this::coloured);
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
