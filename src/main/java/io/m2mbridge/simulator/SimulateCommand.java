package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.ConfigurationException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays M2M against a receiver, and reports what became of it. */
@Command(
    name = "simulate",
    description = {
      "Plays M2M on this machine: its API, its webhooks, and its users.",
      "With --links it lets so many users begin, waits until every webhook has its end, and reports;"
          + " without, it goes on until Ctrl-C. For development only: nothing leaves for M2M."
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
public final class SimulateCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(50);
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

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    check();
    BridgeTables tables = database.tables();
    try (Simulator simulator = Simulator.start(options.settings(), Listener.NONE)) {
      say("M2M's API listens on " + simulator.apiUrl() + ", seed " + options.seed + ".");
      if (links == 0) {
        return serve(simulator);
      }
      begin(simulator, tables);
      awaitIdle(simulator);
      if (replayFailed) {
        simulator.ask(
            () -> {
              List<Webhook> failed = simulator.webhooks().failed();
              failed.forEach(simulator.webhooks()::replay);
              return failed.size();
            });
        awaitIdle(simulator);
      }
      return report(simulator, tables);
    } catch (DataAccessException e) {
      throw new ConfigurationException(
          "The bridge's database can't be read ("
              + e.getMostSpecificCause().getClass().getSimpleName()
              + "): see to --database-url, --database-username and --database-password, and that the"
              + " bridge has made its tables.");
    }
  }

  private void check() {
    if (links < 0 || every.isNegative()) {
      throw new ParameterException(spec().commandLine(), "--links and --every must not be below 0");
    }
    options.check(spec().commandLine());
    database.check(spec().commandLine());
  }

  private int serve(Simulator simulator) throws InterruptedException {
    if (!journey.isEmpty()) {
      simulator.ask(
          () -> {
            simulator.useLinks(Journey.scripted(journey, step));
            return 0;
          });
    }
    say("Create links there; each webhook goes to " + options.url + ". Ctrl-C ends it.");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> reportAtEnd(simulator)));
    new CountDownLatch(1).await();
    return 0;
  }

  private void reportAtEnd(Simulator simulator) {
    try {
      Report report = simulator.ask(simulator::report);
      out().println(json ? report.json() : System.lineSeparator() + report.text());
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
      people.forEach(tables::add);
    }
    simulator.ask(
        () -> {
          for (int i = 0; i < links; i++) {
            Person person = people.get(i);
            Journey steps =
                journey.isEmpty() ? Journey.random(random) : Journey.scripted(journey, step);
            simulator.addAfter(every.multipliedBy(i), person, steps);
          }
          return 0;
        });
  }

  private void awaitIdle(Simulator simulator) throws InterruptedException {
    try (Progress progress = Progress.of(links, !json && Help.Ansi.AUTO.enabled())) {
      do {
        Thread.sleep(LOOK.toMillis());
        progress.show(simulator.ask(simulator::report), simulator.ask(simulator::ended));
      } while (!simulator.ask(simulator::isIdle));
    }
  }

  private int report(Simulator simulator, @Nullable BridgeTables tables)
      throws InterruptedException {
    Report report = simulator.ask(simulator::report);
    List<String> differences = tables == null ? List.of() : differences(simulator, tables);
    if (json) {
      ObjectNode all = report.json();
      all.put("seed", options.seed).put("compared", tables != null);
      ArrayNode list = all.putArray("differences");
      differences.forEach(list::add);
      out().println(all);
    } else {
      out().print(report.text());
      if (tables == null) {
        out().println("The bridge's tables weren't compared: give --database-url for that.");
      } else if (differences.isEmpty()) {
        out().println(ansi("@|green The bridge's tables say what M2M knows.|@"));
      } else {
        out().println(ansi("@|red " + differences.size() + " differences:|@"));
        differences.forEach(difference -> out().println("  " + difference));
      }
    }
    out().flush();
    return report.failed() > 0 || !differences.isEmpty() ? TROUBLE : 0;
  }

  private List<String> differences(Simulator simulator, BridgeTables tables)
      throws InterruptedException {
    List<Webhook> webhooks = simulator.ask(() -> List.copyOf(simulator.webhooks().all()));
    List<DataRequest> requests = simulator.ask(simulator.platform()::dataRequests);
    Set<String> users =
        webhooks.stream().map(webhook -> webhook.link.referenceId).collect(Collectors.toSet());
    long since = System.nanoTime();
    while (tables.unfinished(users) > 0 && System.nanoTime() - since < database.settle.toNanos()) {
      Thread.sleep(LOOK.toMillis());
    }
    return Comparison.differences(webhooks, requests, tables);
  }

  private void say(String line) {
    if (!json) {
      out().println(line);
      out().flush();
    }
  }

  private static String ansi(String markup) {
    return Help.Ansi.AUTO.string(markup);
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec;
  }
}
