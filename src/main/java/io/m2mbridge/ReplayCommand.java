package io.m2mbridge;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Puts events back. */
@Command(
    name = "replay",
    description = "Puts dead or quarantined events back through the normal way.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
