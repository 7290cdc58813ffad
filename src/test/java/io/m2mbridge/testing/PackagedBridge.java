package io.m2mbridge.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Launches the packaged bridge in a folder with the project's routes, on free ports, as often as a
 * test wants. What a test needs otherwise it sets as an operator does: by environment variables,
 * options of the JVM, and files in the folder.
 */
public final class PackagedBridge {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final int port = Bridge.freePort();
  private final int managementPort = Bridge.freePort();
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> options = new ArrayList<>();
  private String script = "exec \"$@\"";

  /**
   * @param folder an empty one, for the routes and the output; the working directory
   */
  public PackagedBridge(Path folder) {
    this.folder = folder;
    BridgeProcess.copyRoutes(folder);
    with("M2M_WEBHOOK_SECRET", Bridge.SECRET);
    with("M2M_HTTP_HOST", "127.0.0.1");
    with("M2M_HTTP_PORT", String.valueOf(port));
    with("M2M_MANAGEMENT_PORT", String.valueOf(managementPort));
  }

  /** Sets an environment variable. */
  public PackagedBridge with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Sets environment variables. */
  public PackagedBridge with(Map<String, String> variables) {
    environment.putAll(variables);
    return this;
  }

  /** Uses a database, and an API that is nowhere. */
  public PackagedBridge withDatabase(String url) {
    with("M2M_API_KEY", Bridge.API_KEY);
    with("M2M_API_BASE_URL", "http://127.0.0.1:1");
    with("M2M_DATABASE_URL", url);
    with("M2M_DATABASE_USERNAME", "postgres");
    return with("M2M_DATABASE_PASSWORD", "any");
  }

  /** Uses no database: events become files in the folder {@code taken}. */
  public PackagedBridge withoutDatabase() {
    with("M2M_DELIVERIES_REPOSITORY", "caffeine");
    return with("M2M_FORWARD_DEFAULT", "file:taken");
  }

  /** Adds options of the JVM. */
  public PackagedBridge withOptions(String... added) {
    options.addAll(List.of(added));
    return this;
  }

  /**
   * Launches it by a shell.
   *
   * @param bash in which {@code "$@"} is the command of the JVM
   */
  public PackagedBridge withScript(String bash) {
    script = bash;
    return this;
  }

  /**
   * Starts it, and doesn't wait until it serves.
   *
   * @param arguments a command of the bridge and its options; none to run it
   */
  public BridgeProcess launch(String... arguments) {
    List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    command.addAll(BridgeProcess.packaged(options, arguments));
    return BridgeProcess.command(folder, folder, environment, command);
  }

  /** Starts it, and waits until it serves. */
  public BridgeProcess start() {
    return launch().awaitStarted();
  }

  /** The environment variables that it starts with, to be changed. */
  public Map<String, String> environment() {
    return environment;
  }

  public Path folder() {
    return folder;
  }

  public int port() {
    return port;
  }

  public URI webhooks() {
    return URI.create("http://127.0.0.1:" + port + "/webhooks/m2m");
  }

  /** Signs a body now, as M2M does, and sends it. */
  public HttpResponse<String> send(String body) throws IOException {
    return send(Webhook.of(body).to(webhooks()));
  }

  /** GETs a path of the management listener, for example {@code /observe/health/ready}. */
  public HttpResponse<String> manage(String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + managementPort + path);
    return send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
