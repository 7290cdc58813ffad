package io.m2mbridge.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.dev.CommandFile;
import io.m2mbridge.dev.Shell;
import io.m2mbridge.event.EnvelopeReader;
import io.m2mbridge.log.PrintableText;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.signing.DevDefaults;
import io.m2mbridge.signing.Secrets;
import io.m2mbridge.signing.SigningCommand;
import io.m2mbridge.webhook.Signature;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends one event as M2M would. */
@Command(
    name = "send",
    description = {
      "Sends a signed event to a receiver of webhooks, as M2M would.",
      "M2M's events: link.created, link.opened, user.data_request, operation.created,"
          + " operation.cancelled. Any other name may be sent too."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:each copy was answered 200 to 299, which M2M counts as delivered",
      "1:a mistake in the command, or a file that can't be read",
      "2:a copy had another answer, and M2M would send it again; or an event that ran here failed",
      "3:a copy was not answered"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  An event with new ids, to a bridge in the dev profile:",
      "    m2m-bridge send link.created",
      "  The same event three times at once: one is accepted, two are duplicates:",
      "    m2m-bridge send operation.created --copies 3",
      "  With values of your own:",
      "    m2m-bridge send operation.created --set data.amount.send=12.50",
      "  What must be refused:",
      "    m2m-bridge send link.opened --bad-signature",
      "  What must be quarantined as stale:",
      "    m2m-bridge send link.opened --timestamp 1700000000",
      "  What your edit does to the last event, step by step:",
      "    m2m-bridge send --last --trace",
      "  A body of your own, byte for byte, to any receiver:",
      "    m2m-bridge send link.created --body event.json --url https://my.test/m2m"
    })
public final class SendCommand extends SigningCommand {
  private static final String DEFAULT_URL = "http://127.0.0.1:8080/webhooks/m2m";
  private static final int MAX_COPIES = 1_000;

  @Parameters(
      paramLabel = "<event>",
      arity = "0..1",
      description = "The event's name. With --last it may be left out.")
  private @Nullable String named;

  private String event = "";

  @Mixin private final TraceOptions trace = new TraceOptions();

  @Option(
      names = "--url",
      defaultValue = DEFAULT_URL,
      description = {"Where to.", "Default: ${DEFAULT-VALUE}"})
  private String url = DEFAULT_URL;

  @Option(
      names = "--set",
      paramLabel = "<path>=<value>",
      description = {
        "Sets a field by its path in the body, such as data.linkId=link_1. May be repeated.",
        "The value is read as JSON if it is valid JSON, else as text."
      })
  private List<String> assignments = List.of();

  @Option(
      names = "--body",
      paramLabel = "<file>|-",
      description = "Sends the exact bytes of a file or of standard input.")
  private @Nullable String body;

  @Option(
      names = "--timestamp",
      paramLabel = "<seconds>",
      description = "X-M2M-Timestamp, sent and signed exactly as given. Default: now.")
  private @Nullable String timestamp;

  @Option(
      names = "--copies",
      paramLabel = "<n>",
      defaultValue = "1",
      description = {
        "Sends the same request this many times, at once.",
        "Default: ${DEFAULT-VALUE}"
      })
  private int copies = 1;

  @Option(names = "--bad-signature", description = "Sends a signature that is wrong.")
  private boolean isBadlySigned;

  @Option(
      names = "--event-header",
      paramLabel = "<name>",
      description = "X-M2M-Event, if it must differ from the event's name.")
  private @Nullable String eventHeader;

  @Option(
      names = "--api",
      paramLabel = "<url>",
      defaultValue = "http://127.0.0.1:8089",
      description = {
        "The URL of the API that user.data_request names for the reply.",
        "Default: ${DEFAULT-VALUE}"
      })
  private String api = "";

  @Option(
      names = "--timeout",
      paramLabel = "<duration>",
      defaultValue = "30s",
      description = {"Timeout for an answer: 30s, 500ms.", "Default: 30s, as M2M waits."})
  private String timeout = "";

  @Override
  public Integer call() {
    DevDefaults.refuseProduction(null);
    check();
    if (trace.isChosen()) {
      return trace.run(named, this::body, commandLine());
    }
    byte[] bytes = body();
    Secrets secrets = Secrets.of(secret);
    String seconds = timestamp == null ? Long.toString(Instant.now().getEpochSecond()) : timestamp;
    String signature = signature(secrets.signature(), seconds, bytes);
    HttpRequest request = request(bytes, seconds, signature);
    List<Sender.Answer> answers = new Sender(timeout()).send(request, copies);
    String key = new EnvelopeReader().read(bytes).key();
    if (json) {
      answers.forEach(answer -> print(line(answer, key, seconds, signature)));
    } else {
      answers.forEach(this::print);
      out().println("Event key: " + PrintableText.line(key));
      printHowToRepeat(bytes);
    }
    return exitCode(answers);
  }

  private void check() {
    if (copies < 1 || copies > MAX_COPIES) {
      throw new ConfigurationException("--copies must be 1 to " + MAX_COPIES + ".");
    }
    if (body != null && !assignments.isEmpty()) {
      throw new ConfigurationException(
          "--set changes a template, and --body is sent unchanged: choose one.");
    }
    if (named == null && !trace.isLast()) {
      throw new ConfigurationException("Name the event, such as send link.created.");
    }
    event = named == null ? "" : named;
  }

  private byte[] body() {
    if (body != null) {
      return read(body);
    }
    ObjectNode envelope = FreshEvent.envelope(event, Instant.now(), api.replaceFirst("/+$", ""));
    assignments.forEach(assignment -> FieldAssignment.apply(assignment, envelope));
    return EventTemplates.bytes(envelope);
  }

  private String signature(Signature signature, String seconds, byte[] bytes) {
    String right = signature.sign(seconds, bytes);
    return isBadlySigned ? Secrets.falsified(right) : right;
  }

  private HttpRequest request(byte[] bytes, String seconds, String signature) {
    try {
      return HttpRequest.newBuilder(URI.create(url))
          .header("Content-Type", "application/json")
          .header("X-M2M-Event", eventHeader == null ? event : eventHeader)
          .header("X-M2M-Timestamp", seconds)
          .header("X-M2M-Signature", signature)
          .timeout(timeout())
          .POST(BodyPublishers.ofByteArray(bytes))
          .build();
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", " ");
      throw new ConfigurationException(
          "This can't be sent (" + why + "): check --url, --event-header and --timestamp.");
    }
  }

  private Duration timeout() {
    try {
      Duration duration = TimeUtils.toDuration(timeout);
      if (duration.toMillis() > 0) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw new ConfigurationException(
        "--timeout must be a duration such as 30s or 500ms: " + timeout);
  }

  private void print(Sender.Answer answer) {
    if (answer.status() == null) {
      out().println(coloured("red", "no answer") + "  " + answer.millis() + " ms");
      return;
    }
    String status = coloured(answer.isSuccess() ? "green" : "red", answer.status().toString());
    String outcome = answer.outcome() == null ? "" : "  " + answer.outcome();
    out().println(status + outcome + "  " + answer.millis() + " ms");
  }

  private static ObjectNode line(
      Sender.Answer answer, String key, String seconds, String signature) {
    return EventTemplates.JSON
        .createObjectNode()
        .put("status", answer.status())
        .put("ms", answer.millis())
        .put("outcome", answer.outcome())
        .put("key", key)
        .put("timestamp", seconds)
        .put("signature", signature)
        .put("failure", answer.failure());
  }

  private void printHowToRepeat(byte[] bytes) {
    String options =
        " --body "
            + (isFile() ? Shell.quoted(Objects.requireNonNull(body)) : STANDARD_INPUT)
            + (url.equals(DEFAULT_URL) ? "" : " --url " + Shell.quoted(url))
            + (secret == null ? "" : " --secret …");
    String text = Shell.quoted(bytes);
    if (isFile() || text != null) {
      out().println("Send it again:");
      out()
          .println(
              (isFile() ? "" : "printf %s " + text + " | ")
                  + CommandFile.command()
                  + " send "
                  + Shell.quoted(event)
                  + options);
    }
  }

  private boolean isFile() {
    return body != null && !body.equals(STANDARD_INPUT);
  }

  /** Prints each failure once, and what to check for each status that isn't a success. */
  private int exitCode(List<Sender.Answer> answers) {
    answers.stream()
        .map(Sender.Answer::failure)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(failure -> err().println("m2m-bridge: " + failure));
    if (answers.stream().anyMatch(answer -> answer.status() == null)) {
      return 3;
    }
    answers.stream()
        .map(answer -> advice(Objects.requireNonNull(answer.status())))
        .filter(advice -> !advice.isEmpty())
        .distinct()
        .forEach(advice -> err().println("m2m-bridge: " + advice));
    return answers.stream().allMatch(Sender.Answer::isSuccess) ? 0 : 2;
  }

  private String advice(int status) {
    if (status == 401 && !isBadlySigned) {
      return "The signature was refused: check that --secret is the receiver's.";
    }
    if (status == 404) {
      return "The receiver knows no such path: check --url.";
    }
    return status >= 300 && status < 400
        ? "The receiver redirects, which isn't followed: use the final address as --url."
        : "";
  }
}
