package io.m2mbridge.simulator;

import io.m2mbridge.dev.DevDatabase;
import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.ShippedRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A bridge in a process of its own, with the routes of its jar; it writes a cache at its end. */
final class TrainedBridge implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration STOP_TIMEOUT = Duration.ofMinutes(5);
  private static final long POLL_MILLIS = 50;

  private final int port = freePort();
  private final int managementPort = freePort();
  private final int apiPort = freePort();
  private final String secret = PartnerSecrets.random();
  private final String apiKey = "m2m_test_" + Ids.random(32);
  private final Path log;
  private final Process process;

  private TrainedBridge(Path jar, StartCache cache, Path folder, DevDatabase database)
      throws IOException {
    copyRoutes(folder.resolve("routes"));
    log = folder.resolve("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(cache.create());
    command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.matches("(M2M|CAMEL|JAVA|JDK)_.*"));
    environment.put("M2M_DATABASE_URL", database.url());
    environment.put("M2M_DATABASE_USERNAME", database.username());
    environment.put("M2M_WEBHOOK_SECRET", secret);
    environment.put("M2M_API_KEY", apiKey);
    environment.put("M2M_API_BASE_URL", "http://127.0.0.1:" + apiPort);
    environment.put("M2M_HTTP_HOST", "127.0.0.1");
    environment.put("M2M_HTTP_PORT", String.valueOf(port));
    environment.put("M2M_MANAGEMENT_PORT", String.valueOf(managementPort));
    environment.put("M2M_SHUTDOWN_DELAY", "0s");
    process = builder.start();
  }

  /**
   * Starts it, and waits until it is ready.
   *
   * @param folder an empty one, for its routes and its log
   * @throws ConfigurationException if it isn't ready within two minutes
   */
  static TrainedBridge start(Path jar, StartCache cache, Path folder, DevDatabase database)
      throws IOException, InterruptedException {
    TrainedBridge bridge = new TrainedBridge(jar, cache, folder, database);
    try {
      bridge.awaitReady();
    } catch (RuntimeException | InterruptedException e) {
      bridge.close();
      throw e;
    }
    return bridge;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new ConfigurationException("There is no free port on 127.0.0.1.");
    }
  }

  private static void copyRoutes(Path folder) throws IOException {
    Files.createDirectory(folder);
    for (String name : ShippedRoutes.names()) {
      try (InputStream route = TrainedBridge.class.getResourceAsStream("/routes/" + name)) {
        if (route == null) {
          throw new IllegalStateException("the jar lacks routes/" + name);
        }
        Files.copy(route, folder.resolve(name));
      }
    }
  }

  private void awaitReady() throws InterruptedException {
    HttpRequest ready =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + managementPort + "/observe/health/ready"))
            .build();
    HttpClient client = HttpClient.newHttpClient();
    long start = System.nanoTime();
    while (!isAnswered(client, ready)) {
      if (!process.isAlive() || System.nanoTime() - start > START_TIMEOUT.toNanos()) {
        throw new ConfigurationException("The bridge does not start: " + lastLine());
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static boolean isAnswered(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // it doesn't listen yet
    }
  }

  /** Returns the last line of its log. */
  String lastLine() {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> !line.isBlank()).reduce((one, next) -> next).orElse("no log");
    } catch (IOException e) {
      return "its log can't be read";
    }
  }

  /** Stops it, and waits until the JVM has written the cache. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      throw new ConfigurationException(
          "The JVM didn't write its cache within "
              + STOP_TIMEOUT.toMinutes()
              + " minutes: run this again when the machine has less to do.");
    }
  }

  /** Ends it if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }

  String webhookUrl() {
    return "http://127.0.0.1:" + port + "/webhooks/m2m";
  }

  String secret() {
    return secret;
  }

  String apiKey() {
    return apiKey;
  }

  int apiPort() {
    return apiPort;
  }
}
