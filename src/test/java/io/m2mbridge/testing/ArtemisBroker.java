package io.m2mbridge.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/**
 * A real ActiveMQ Artemis in this JVM, on loopback, with a journal of its own. A stop and a start
 * keep its port and its messages; the close deletes them.
 */
public final class ArtemisBroker implements AutoCloseable {
  private final int port = Bridge.freePort();
  private final Path folder;
  private EmbeddedActiveMQ server;

  private ArtemisBroker() throws Exception {
    folder = Files.createTempDirectory("artemis");
    start();
  }

  /** Starts a new, empty broker. */
  public static ArtemisBroker startNew() {
    try {
      return new ArtemisBroker();
    } catch (Exception e) {
      throw new IllegalStateException("Artemis doesn't start", e);
    }
  }

  /** The port: the same after a restart. */
  public int port() {
    return port;
  }

  /** Starts what {@link #stop} stopped. */
  public void start() throws Exception {
    var configuration =
        new ConfigurationImpl()
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setPersistenceEnabled(true)
            .setJournalType(JournalType.NIO)
            .setJournalDirectory(folder.resolve("journal").toString())
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setPagingDirectory(folder.resolve("paging").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString())
            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
    server = new EmbeddedActiveMQ().setConfiguration(configuration);
    server.start();
  }

  /** Stops it; what it acknowledged stays in its journal. */
  public void stop() throws Exception {
    server.stop();
  }

  @Override
  public void close() {
    try {
      stop();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("Artemis doesn't stop", e);
    }
  }
}
