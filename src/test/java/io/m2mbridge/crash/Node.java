package io.m2mbridge.crash;

import io.m2mbridge.testing.BridgeLauncher;
import io.m2mbridge.testing.BridgeProcess;
import io.m2mbridge.testing.Target;
import io.m2mbridge.testing.TcpProxy;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One packaged bridge, which a test kills and starts again. */
final class Node implements Target, AutoCloseable {
  private final BridgeLauncher bridge;
  private final TcpProxy cable;
  private final StatementProxy statements;
  private BridgeProcess process;
  private volatile boolean serves;

  /**
   * @param folder an empty one, for the routes and the output
   * @param databasePort PostgreSQL's
   */
  Node(Path folder, int databasePort, String database, Map<String, String> settings) {
    cable = new TcpProxy(databasePort);
    statements = new StatementProxy(cable.port());
    bridge =
        BridgeLauncher.packaged(folder)
            .withOptions("-Xmx256m")
            .withDatabase(
                "jdbc:postgresql://127.0.0.1:"
                    + statements.port()
                    + "/"
                    + database
                    + "?sslmode=disable")
            .with("M2M_DISPATCH_BACK_OFF", "100ms")
            .with("M2M_REPLY_REDELIVERY_DELAY", "50")
            .with(settings);
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
    process = bridge.start();
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
    try {
      return bridge.manage("/observe/health/ready").statusCode() == 200;
    } catch (UncheckedIOException e) {
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
    return bridge.folder();
  }

  int port() {
    return bridge.port();
  }

  @Override
  public URI webhooks() {
    return bridge.webhooks();
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
