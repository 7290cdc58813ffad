package io.m2mbridge.host;

import java.nio.file.Path;
import java.util.Locale;

/** The applications under {@code src/it}, and where each shows what. */
enum Host {
  CAMEL_MAIN("host.jar", "/observe/health", "/observe/metrics", "/api"),
  SPRING_BOOT("host.jar", "/actuator/health", "/actuator/prometheus", "/api"),
  /** It has its root path from its build. */
  QUARKUS("quarkus-app/quarkus-run.jar", "/q/health", "/q/metrics", "");

  private final String jar;
  private final String health;
  private final String metrics;
  private final String contextPath;

  Host(String jar, String health, String metrics, String contextPath) {
    this.jar = jar;
    this.health = health;
    this.metrics = metrics;
    this.contextPath = contextPath;
  }

  /** The one in the folder of that name. */
  static Host named(String folder) {
    return valueOf(folder.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** As Maven built it. */
  Path jar() {
    String folder = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return Path.of("target", "it", folder, "target", jar);
  }

  /** The path of health on the management port. */
  String health() {
    return health;
  }

  /** The path of metrics, for Prometheus, on the management port. */
  String metrics() {
    return metrics;
  }

  /** The path that all of the application can be put under when it is started. */
  String contextPath() {
    return contextPath;
  }
}
