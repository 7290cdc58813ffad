package io.m2mbridge.testing;

import io.m2mbridge.testkit.Bridge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.util.FileUtil;
import org.awaitility.Awaitility;

/**
 * The PgBouncer that is installed, in front of the tests' PostgreSQL. Where there is none the test
 * is left out, unless M2M_ALL_TESTS is set, as {@code .ci/run} does.
 */
public final class PgBouncer implements AutoCloseable {
  private final Path folder;
  private final int port = Bridge.freePort();
  private final Process process;

  private PgBouncer(Path binary, int postgres, String mode, int poolSize) throws IOException {
    folder =
        Files.createTempDirectory(
            "m2m-pgbouncer-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(
        settings,
        """
        [databases]
        * = host=127.0.0.1 port=%d user=postgres
        known = host=127.0.0.1 port=%d user=postgres dbname=postgres
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = %d
        unix_socket_dir =
        auth_type = any
        pool_mode = %s
        default_pool_size = %d
        max_client_conn = 300
        query_wait_timeout = 3
        server_login_retry = 1
        """
            .formatted(postgres, postgres, port, mode, poolSize));
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(settings.toString());
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Awaitility.await("PgBouncer to listen")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(this::isListening);
  }

  /**
   * @param databaseUrl of PostgreSQL itself
   * @param mode {@code session}, {@code transaction} or {@code statement}
   * @param poolSize how many backends a database has at most
   */
  public static PgBouncer before(String databaseUrl, String mode, int poolSize) {
    Path binary = Installed.program("pgbouncer", "pgbouncer");
    try {
      return new PgBouncer(binary, uri(databaseUrl).getPort(), mode, poolSize);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI uri(String databaseUrl) {
    return URI.create(databaseUrl.substring("jdbc:".length()));
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      if (!process.isAlive()) {
        throw new IllegalStateException("PgBouncer has ended", e);
      }
      return false;
    }
  }

  /** The JDBC URL of a database through it. */
  public String url(String databaseUrl) {
    return "jdbc:postgresql://127.0.0.1:" + port + uri(databaseUrl).getPath() + "?user=postgres";
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    FileUtil.removeDir(folder.toFile());
  }
}
