package io.m2mbridge.simulator;

/** What is still done when the process is stopped before its end, by Ctrl-C, say. */
final class AtInterrupt {
  private final Thread hook;

  private AtInterrupt(Thread hook) {
    this.hook = hook;
  }

  static AtInterrupt of(Runnable task) {
    AtInterrupt interrupt = new AtInterrupt(new Thread(task));
    Runtime.getRuntime().addShutdownHook(interrupt.hook);
    return interrupt;
  }

  /** It need no longer be done; once the process is being stopped it is too late for that. */
  void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is being stopped
    }
  }
}
