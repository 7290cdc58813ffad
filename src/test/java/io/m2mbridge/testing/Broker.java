package io.m2mbridge.testing;

import java.util.List;

/**
 * A real message broker in this JVM, on loopback, with a folder of its own. A stop and a start keep
 * its port and its messages; the close deletes them.
 */
public interface Broker extends AutoCloseable {
  /** Its port: the same after a restart. */
  int port();

  /** Another way to it, which can be stalled or cut. */
  TcpProxy cable();

  /** Starts what {@link #stop} stopped. */
  void start();

  /** Stops it; what it acknowledged stays in its folder. */
  void stop();

  /** What the recipe's queue or topic holds. Artemis gives each message once. */
  List<BrokerMessage> take();

  @Override
  void close();
}
