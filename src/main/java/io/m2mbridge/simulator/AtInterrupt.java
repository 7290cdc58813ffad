package io.m2mbridge.simulator;

/** A task that still runs if the process is stopped before its end, for example by Ctrl-C. */
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

  /** Cancels the task. This has no effect once the process is being stopped. */
  void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is being stopped
    }
  }
}
