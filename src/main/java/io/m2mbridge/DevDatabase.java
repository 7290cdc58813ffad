package io.m2mbridge;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dev profile's PostgreSQL, kept under {@code data/}. */
final class DevDatabase {
  private static final Path FOLDER = Path.of("data", "postgresql");
  private static final int LINE_OF_PORT = 3;

  private final String url;
  private final @Nullable EmbeddedPostgres server;

  private DevDatabase(String url, @Nullable EmbeddedPostgres server) {
    this.url = url;
    this.server = server;
  }

  /** Starts it, or takes the one that a killed run left running. */
  static DevDatabase start() {
    String running = urlOfRunning();
    if (running != null) {
      return new DevDatabase(running, null);
    }
    try {
      Files.createDirectories(FOLDER);
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setDataDirectory(FOLDER)
              .setCleanDataDirectory(false)
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .start();
      return new DevDatabase(url(server.getPort()), server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String urlOfRunning() {
    Path lock = FOLDER.resolve("postmaster.pid");
    try {
      List<String> lines = Files.exists(lock) ? Files.readAllLines(lock) : List.of();
      if (lines.size() <= LINE_OF_PORT) {
        return null;
      }
      String url = url(Integer.parseInt(lines.get(LINE_OF_PORT)));
      DriverManager.getConnection(url, "postgres", "").close();
      return url;
    } catch (IOException | SQLException | NumberFormatException e) {
      return null; // a lock that a crash left behind; PostgreSQL itself sees to it
    }
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  String url() {
    return url;
  }

  String username() {
    return "postgres";
  }

  void stop() {
    if (server != null) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
