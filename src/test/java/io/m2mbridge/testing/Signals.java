package io.m2mbridge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes, by the shell's {@code kill}. */
public final class Signals {
  private Signals() {}

  /**
   * Sends a signal, and returns once it is sent.
   *
   * @param name {@code STOP}, say
   */
  public static void send(long pid, String name) {
    try {
      int exit = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("no " + name + " for process " + pid);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
