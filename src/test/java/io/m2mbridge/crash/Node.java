package io.m2mbridge.crash;

import io.m2mbridge.testing.Bridge;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testing.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One packaged bridge, which a test kills and starts again. */
final class Node implements Target, AutoCloseable {
  private static final List<String> OPTIONS = List.of("-Xmx256m");

  private static final HttpClient PROBES = HttpClient.newHttpClient();

  private final Path folder;
  private final int port = Bridge.freePort();
  private final int managementPort = Bridge.freePort();
  private final Map<String, String> environment = new HashMap<>();
  private final TcpProxy cable;
  private final StatementProxy statements;
  private BridgeProcess process;
  private volatile boolean serves;

  /**
   * @param folder an empty one, for the routes and the output
   * @param databasePort PostgreSQL's
   */
  Node(Path folder, int databasePort, String database, Map<String, String> settings) {
    this.folder = folder;
    BridgeProcess.copyRoutes(folder);
    cable = new TcpProxy(databasePort);
    statements = new StatementProxy(cable.port());
    environment.put("M2M_WEBHOOK_SECRET", Bridge.SECRET);
    environment.put("M2M_API_KEY", Bridge.API_KEY);
    environment.put("M2M_HTTP_HOST", "127.0.0.1");
    environment.put("M2M_HTTP_PORT", String.valueOf(port));
    environment.put("M2M_MANAGEMENT_PORT", String.valueOf(managementPort));
    environment.put(
        "M2M_DATABASE_URL",
        "jdbc:postgresql://127.0.0.1:" + statements.port() + "/" + database + "?sslmode=disable");
    environment.put("M2M_DATABASE_USERNAME", "postgres");
    environment.put("M2M_DATABASE_PASSWORD", "any");
    environment.put("M2M_DISPATCH_BACK_OFF", "100ms");
    environment.put("M2M_REPLY_REDELIVERY_DELAY", "50");
    environment.putAll(settings);
  }

  /** Starts all at the same moment, and returns once each serves. */
  static void startTogether(List<Node> nodes) {
    CompletableFuture.allOf(
            nodes.stream()
                .map(node -> CompletableFuture.runAsync(node::start))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  /** Starts it, and returns once it serves. */
  void start() {
    process = BridgeProcess.start(folder, OPTIONS, environment).awaitStarted();
    serves = true;
  }

  void kill() {
    serves = false;
    process.kill();
  }

  /** Waits for the end of one that was told to stop, and gives the exit code. */
  int awaitStopped() {
    serves = false;
    int code = process.awaitExit();
    process.close();
    return code;
  }

  /** Its readiness probe. */
  boolean isReady() {
    URI probe = URI.create("http://127.0.0.1:" + managementPort + "/observe/health/ready");
    HttpRequest request = HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(3)).build();
    try {
      return PROBES.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether it has started, and wasn't killed since. */
  @Override
  public boolean serves() {
    return serves;
  }

  BridgeProcess process() {
    return process;
  }

  StatementProxy statements() {
    return statements;
  }

  /** Its way to the database, which can be pulled out. */
  TcpProxy cable() {
    return cable;
  }

  Path folder() {
    return folder;
  }

  int port() {
    return port;
  }

  @Override
  public URI webhooks() {
    return URI.create("http://127.0.0.1:" + port + "/webhooks/m2m");
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
    statements.close();
    cable.close();
  }
}
