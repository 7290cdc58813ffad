package io.m2mbridge.simulator;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/** Switches off the logs of the HTTP libraries. The report itself says what a receiver did. */
final class QuietLibraries {
  private static final List<String> LIBRARIES = List.of("io.netty", "io.vertx");

  private QuietLibraries() {}

  /** Runs a task without logs of these libraries. */
  static <T> T during(Callable<T> task) throws Exception {
    Map<String, Level> before =
        LIBRARIES.stream()
            .collect(Collectors.toMap(name -> name, name -> LogManager.getLogger(name).getLevel()));
    LIBRARIES.forEach(name -> Configurator.setLevel(name, Level.OFF));
    try {
      return task.call();
    } finally {
      before.forEach(Configurator::setLevel);
    }
  }
}
