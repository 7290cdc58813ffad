package io.m2mbridge.check.rule;

import io.m2mbridge.check.source.Step;
import java.util.Set;

/** Which endpoints and options evaluate {@code ${…}}, by Camel's documentation of them. */
final class EvaluatedOptions {
  /** Components whose statement has values such as {@code :#${variable.event}}. */
  static final Set<String> SQL = Set.of("sql", "sql-stored", "spring-jdbc");

  private static final Set<String> FILES = Set.of("file", "ftp", "ftps", "sftp", "scp", "smb");

  private static final Set<String> FILE_OPTIONS =
      Set.of(
          "fileName",
          "tempFileName",
          "move",
          "preMove",
          "moveFailed",
          "moveExisting",
          "doneFileName",
          "filterFile",
          "filterDirectory",
          "idempotentKey",
          "sortBy");

  /** Components that take an address and options as they are written. */
  private static final Set<String> LITERAL =
      Set.of(
          "http",
          "https",
          "kafka",
          "jms",
          "activemq",
          "amqp",
          "direct",
          "seda",
          "log",
          "jdbc",
          "smtp",
          "smtps",
          "platform-http",
          "timer",
          "netty-http",
          "vertx-http",
          "slack",
          "cxf");

  /** Components whose path may be evaluated, or is text of another language. */
  private static final Set<String> OTHER_PATH =
      Set.of("bean", "class", "language", "kamelet", "mock", "micrometer", "rest", "");

  private EvaluatedOptions() {}

  /** Whether a step evaluates its whole URI for each message. */
  static boolean isDynamic(Step step) {
    return step.kind().equals("toD")
        || (step.kind().equals("wireTap") && !"false".equals(step.value().text("dynamicUri")));
  }

  /** Whether a component evaluates one of its options for each message. */
  static boolean evaluates(String scheme, String option) {
    return (FILES.contains(scheme) && FILE_OPTIONS.contains(option))
        || (scheme.equals("micrometer")
            && (option.equals("tags")
                || option.startsWith("tags.")
                || Set.of("value", "increment", "decrement").contains(option)));
  }

  /** Whether an option is a condition. */
  static boolean isCondition(String option) {
    return option.equals("filterFile") || option.equals("filterDirectory");
  }

  /** Whether a component takes the part behind its scheme as it is written. */
  static boolean isPathLiteral(String scheme) {
    return !SQL.contains(scheme) && !OTHER_PATH.contains(scheme);
  }

  /** Whether a component takes an option as it is written, as far as that is known. */
  static boolean isLiteral(String scheme, String option) {
    return LITERAL.contains(scheme) || (FILES.contains(scheme) && !evaluates(scheme, option));
  }
}
