package io.m2mbridge.simulator;

import io.m2mbridge.dev.DevDatabase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that name the bridge's tables, and how they are used. */
final class BridgeTablesOptions {
  @Option(
      names = "--database-url",
      paramLabel = "<url>",
      description =
          "The bridge's database, to compare (default: the one under data/ of"
              + " a bridge that runs in this folder in the dev profile).")
  @Nullable String databaseUrl;

  @Option(
      names = "--database-username",
      paramLabel = "<name>",
      description = "The database's user.")
  @Nullable String databaseUsername;

  @Option(
      names = "--database-password",
      paramLabel = "<password>",
      arity = "0..1",
      interactive = true,
      description = "The user's password; without a value, the command asks for it.")
  @Nullable String databasePassword;

  @Option(
      names = "--fill-users",
      description =
          "Adds the generated users to the bridge's m2m_users, so that it can answer data requests.")
  boolean fillUsers;

  @Option(
      names = "--settle",
      paramLabel = "<duration>",
      converter = DurationConverter.class,
      description =
          "Timeout for the bridge's last events, before the tables are compared"
              + " (default: 10s).")
  Duration settle = Duration.ofSeconds(10);

  /**
   * Returns the bridge's tables, or null if none are named or found.
   *
   * @throws ParameterException if an option needs them
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
