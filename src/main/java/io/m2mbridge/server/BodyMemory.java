package io.m2mbridge.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory of the bodies of all unanswered requests together, to a quarter of the heap. A
 * small body, such as M2M's, is always accepted, so that large bodies of strangers can't block it.
 */
final class BodyMemory {
  /**
   * The size of a small body, in bytes. Multiplied by the maximum number of connections, it is
   * still little memory.
   */
  static final int SMALL = 16_384;

  private final long most;
  private final AtomicLong kept = new AtomicLong();

  BodyMemory() {
    this(Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * Creates a limit.
   *
   * @param most the maximum, in bytes
   */
  BodyMemory(long most) {
    this.most = most;
  }

  /**
   * Adds bytes of a connection; they must be {@link #free freed} later, whatever this returns.
   *
   * @param bytes the number of bytes to add
   * @param ofConnection the bytes of all unanswered bodies of the connection, including these
   * @return whether the limit allows them
   */
  boolean keep(int bytes, long ofConnection) {
    return kept.addAndGet(bytes) <= most || ofConnection <= SMALL;
  }

  /** Subtracts bytes that were added. */
  void free(long bytes) {
    kept.addAndGet(-bytes);
  }
}
