package io.m2mbridge.simulator;

import io.m2mbridge.dev.DevDatabase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the bridge's tables are, and how they are used. */
final class BridgeTablesOptions {
  @Option(
      names = "--database-url",
      paramLabel = "<url>",
      description =
          "The bridge's database, to compare (default: the one under data/ of"
              + " a bridge that runs in this folder in the dev profile).")
  @Nullable String databaseUrl;

  @Option(names = "--database-username", paramLabel = "<name>", description = "Its user.")
  @Nullable String databaseUsername;

  @Option(
      names = "--database-password",
      paramLabel = "<password>",
      arity = "0..1",
      interactive = true,
      description = "The user's password; without a value it is asked for.")
  @Nullable String databasePassword;

  @Option(
      names = "--fill-users",
      description = "Puts the made-up users into the bridge's m2m_users, so that it can answer.")
  boolean fillUsers;

  @Option(
      names = "--settle",
      paramLabel = "<duration>",
      converter = DurationConverter.class,
      description =
          "How long the bridge may take for its last events before the tables are compared"
              + " (default: 10s).")
  Duration settle = Duration.ofSeconds(10);

  /**
   * The bridge's tables; null where none are known.
   *
   * @throws ParameterException where they are needed
   */
  @Nullable BridgeTables tables(CommandLine command) {
    if (databaseUrl != null) {
      return new BridgeTables(
          new DriverManagerDataSource(databaseUrl, databaseUsername, databasePassword));
    }
    String running = DevDatabase.runningUrl().orElse(null);
    if (running != null) {
      return new BridgeTables(new DriverManagerDataSource(running, DevDatabase.USERNAME, ""));
    }
    if (fillUsers) {
      throw new ParameterException(
          command,
          "--fill-users needs the bridge's database: give --database-url, or start the bridge in the"
              + " dev profile in this folder");
    }
    return null;
  }
}
