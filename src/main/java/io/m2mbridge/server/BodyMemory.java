package io.m2mbridge.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the bodies of all requests without an answer may take together: a quarter of the heap. A
 * small body, as M2M's are, always has room, so that strangers with large ones don't shut it out.
 */
final class BodyMemory {
  /** In bytes; times the connections there may be it is still little. */
  static final int SMALL = 16_384;

  private final long most;
  private final AtomicLong kept = new AtomicLong();

  BodyMemory() {
    this(Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * @param most in bytes
   */
  BodyMemory(long most) {
    this.most = most;
  }

  /**
   * Counts some more bytes of a connection; each must be {@link #free freed}.
   *
   * @param ofConnection what its bodies take, these bytes included
   * @return whether there is room for them
   */
  boolean keep(int bytes, long ofConnection) {
    return kept.addAndGet(bytes) <= most || ofConnection <= SMALL;
  }

  /** Gives the room back. */
  void free(long bytes) {
    kept.addAndGet(-bytes);
  }
}
