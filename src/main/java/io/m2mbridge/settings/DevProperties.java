package io.m2mbridge.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * The default settings of the dev profile, including its secrets. They are in the simulator's jar.
 */
public final class DevProperties {
  private static final String FILE = "/m2m-bridge-dev.properties";

  private DevProperties() {}

  /** Returns the defaults, or empty if the simulator's jar isn't on the class path. */
  public static Optional<Properties> find() {
    try (InputStream file = DevProperties.class.getResourceAsStream(FILE)) {
      if (file == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(file);
      return Optional.of(properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the defaults.
   *
   * @throws ConfigurationException if the simulator's jar isn't on the class path
   */
  static Properties read() {
    return find()
        .orElseThrow(() -> new ConfigurationException(SimulatorJar.missing("The dev profile")));
  }
}
