package io.m2mbridge.simulator;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.signing.DeveloperCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a running simulator replay webhooks, as the button in M2M's portal does. */
@Command(
    name = "replay",
    description = "Makes a running simulator send webhooks again, as M2M's portal can.",
    mixinStandardHelpOptions = true)
final class ReplayWebhooksCommand extends DeveloperCommand {
  enum State {
    failed,
    acknowledged,
    lost
  }

  @Option(
      names = "--api",
      paramLabel = "<url>",
      description = "The simulator's API (default: ${DEFAULT-VALUE}).")
  String api = "http://127.0.0.1:8089";

  @Option(
      names = "--state",
      description = "Which webhooks: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  State state = State.failed;

  @Override
  public Integer call() throws InterruptedException {
    if (!WebhookUrl.isOne(api)) {
      throw new ConfigurationException("--api isn't a URL: use one such as http://127.0.0.1:8089");
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api).resolve("/simulator/webhooks/replay?state=" + state))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
      int replayed = EventTemplates.JSON.readTree(answer.body()).path("replayed").asInt(-1);
      if (answer.statusCode() == 200 && replayed >= 0) {
        out().printf(Locale.ROOT, "%d sent again.%n", replayed);
        return 0;
      }
    } catch (IOException e) {
      // reported below
    }
    throw new ConfigurationException(
        "No simulator answers at " + api + ": start one by `m2m-bridge simulate`, or set --api.");
  }
}
