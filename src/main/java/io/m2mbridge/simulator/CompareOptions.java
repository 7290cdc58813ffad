package io.m2mbridge.simulator;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what the receiver is compared with. */
final class CompareOptions {
  @Mixin BridgeTablesOptions database = new BridgeTablesOptions();

  @Option(
      names = "--compare",
      paramLabel = "<file>|<url>",
      description =
          "The state of another receiver, as JSON (docs/simulator.md). It is compared instead of a"
              + " bridge's tables.")
  @Nullable String compare;

  @Option(
      names = "--no-replies",
      description = "The receiver doesn't answer data requests, so no reply counts as missing.")
  boolean noReplies;

  /**
   * Returns the source of the receiver's state, or null without {@code --compare}.
   *
   * @throws ParameterException if the bridge's tables are named, too
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

  /** Returns what is expected of the receiver. */
  Findings.Expected expected(CommandLine command, boolean hasTables) {
    boolean knowsOldSecret = command.getParseResult().hasMatchedOption("--old-secret");
    // A bridge records in its tables if it has no data of a user.
    return new Findings.Expected(knowsOldSecret, !noReplies && !hasTables);
  }
}
