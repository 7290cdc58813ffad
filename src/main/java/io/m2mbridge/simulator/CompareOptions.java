package io.m2mbridge.simulator;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the receiver is measured by. */
final class CompareOptions {
  @Mixin BridgeTablesOptions database = new BridgeTablesOptions();

  @Option(
      names = "--compare",
      paramLabel = "<file>|<url>",
      description =
          "What another receiver holds, as JSON (docs/simulator.md): compared in place of a bridge's"
              + " tables.")
  @Nullable String compare;

  @Option(
      names = "--no-replies",
      description = "The receiver doesn't answer data requests, so that none is missing.")
  boolean noReplies;

  /**
   * Where the receiver tells what it holds; null where it doesn't.
   *
   * @throws ParameterException when the bridge's tables are named too
   */
  @Nullable StateSource source(CommandLine command) {
    if (compare == null) {
      return null;
    }
    if (database.databaseUrl != null || database.fillUsers) {
      throw new ParameterException(
          command,
          "--compare is for a receiver without the bridge's tables: leave out --database-url and"
              + " --fill-users");
    }
    return StateSource.of(compare);
  }

  /** What the receiver is to do. */
  Findings.Expected expected(CommandLine command, boolean hasTables) {
    boolean knowsOldSecret = command.getParseResult().hasMatchedOption("--old-secret");
    // A bridge that has no data of a user says so in its tables.
    return new Findings.Expected(knowsOldSecret, !noReplies && !hasTables);
  }
}
