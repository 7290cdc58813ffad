package io.m2mbridge.simulator;

import io.m2mbridge.signing.DevDefaults;
import io.m2mbridge.signing.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of the simulator. */
final class SimulatorOptions {
  private static final double FASTEST = 1e9;
  private static final int HIGHEST_PORT = 65_535;

  @Option(
      names = "--url",
      paramLabel = "<url>",
      description = "The receiver's URL for webhooks (default: ${DEFAULT-VALUE}).")
  String url = "http://127.0.0.1:8080/webhooks/m2m";

  @Option(
      names = "--secret",
      paramLabel = "<secret>",
      description =
          "The secret that signs them (default: M2M_WEBHOOK_SECRET, else the dev profile's).")
  @Nullable String secret;

  @Option(
      names = "--old-secret",
      paramLabel = "<secret>",
      description = "The old secret for --secret-change (default: a random one).")
  String oldSecret = PartnerSecrets.random();

  @Option(
      names = "--api-key",
      paramLabel = "<key>",
      description = "The key that the API accepts (default: M2M_API_KEY, else the dev profile's).")
  @Nullable String apiKey;

  @Option(
      names = "--host",
      paramLabel = "<address>",
      description = "The address on which the API listens (default: ${DEFAULT-VALUE}).")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "<port>",
      description =
          "The API's port; 0 for any free port (default: ${DEFAULT-VALUE}, as in the dev profile).")
  int port = 8089;

  @Option(
      names = "--api-url",
      paramLabel = "<url>",
      description = "The origin in replyEndpoint (default: the API's host and port).")
  @Nullable String apiUrl;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description =
          "The seed of all random choices except ids (default: a new one, which is printed).")
  long seed = new Random().nextInt(1_000_000);

  @Option(
      names = "--speed",
      paramLabel = "<factor>",
      description =
          "The factor by which M2M's waits are shortened; written times stay real (default: 1).")
  double speed = 1;

  @Option(
      names = "--timeout",
      paramLabel = "<duration>",
      converter = DurationConverter.class,
      description = "Timeout for a webhook's answer, in real time (default: 30s).")
  Duration timeout = Duration.ofSeconds(30);

  @Option(
      names = "--patience",
      paramLabel = "<duration>",
      converter = DurationConverter.class,
      description =
          "Timeout of a user for the partner's data, before filling it in, in real time"
              + " (default: 10s).")
  Duration userTimeout = Duration.ofSeconds(10);

  @Option(
      names = "--api-delay",
      paramLabel = "<duration>",
      converter = DurationConverter.class,
      description = "With --api-slow: the delay of an answer, in real time (default: 12s).")
  Duration apiDelay = Duration.ofSeconds(12);

  @Option(
      names = "--create-limit",
      paramLabel = "<n>",
      description =
          "Maximum of links that the API creates in a minute (default: ${DEFAULT-VALUE}).")
  int createLimit = 100;

  @Option(
      names = "--other-limit",
      paramLabel = "<n>",
      description = "Maximum of other API calls in a minute (default: ${DEFAULT-VALUE}).")
  int otherLimit = 1000;

  @ArgGroup(
      validate = false,
      heading = "%nFaults, each with a rate such as 10%% (100%% without one):%n")
  Faults faults = new Faults();

  @ArgGroup(
      validate = false,
      heading = "%nWhere M2M's pages contradict each other or leave a question open:%n")
  Stances stances = new Stances();

  void check(CommandLine command) {
    DevDefaults.refuseProduction(apiKey);
    demand(
        command, speed > 0 && speed <= FASTEST, "--speed must be above 0, at most 1,000,000,000");
    demand(
        command,
        WebhookUrl.isOne(url),
        "--url isn't a URL: use one such as http://127.0.0.1:8080/webhooks/m2m");
    demand(
        command,
        apiUrl == null || WebhookUrl.isOne(apiUrl),
        "--api-url isn't a URL: use one such as https://m2m.example.net");
    demand(command, port >= 0 && port <= HIGHEST_PORT, "--port must be from 0 to 65535");
    demand(command, !host.isBlank(), "--host is empty: use an address of this machine");
    demand(command, isAbove0(timeout), "--timeout must be above 0");
    demand(
        command,
        !userTimeout.isNegative() && !apiDelay.isNegative(),
        "--patience and --api-delay must not be below 0");
    demand(
        command,
        createLimit >= 0 && otherLimit >= 0,
        "--create-limit and --other-limit must not be below 0");
    demand(
        command,
        stances.linkMinutes >= Platform.SHORTEST_LINK
            && stances.linkMinutes <= Platform.LONGEST_LINK,
        "--link-minutes must be from 5 to 10080");
    demand(
        command,
        stances.suspendedStatus == 401 || stances.suspendedStatus == 403,
        "--suspended-status must be 401 or 403");
  }

  private static boolean isAbove0(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void demand(CommandLine command, boolean isFine, String otherwise) {
    if (!isFine) {
      throw new ParameterException(command, otherwise);
    }
  }

  SimulatorSettings settings() {
    return new SimulatorSettings(
        url,
        Secrets.of(secret == null ? null : List.of(secret)).values().get(0),
        oldSecret,
        apiKey != null ? apiKey : DevDefaults.apiKey(),
        host,
        port,
        apiUrl,
        speed,
        seed,
        timeout,
        userTimeout,
        apiDelay,
        createLimit,
        otherLimit,
        faults,
        stances);
  }
}
