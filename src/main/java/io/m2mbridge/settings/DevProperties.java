package io.m2mbridge.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** The defaults of the dev profile, its secrets among them. They are in the simulator's jar. */
public final class DevProperties {
  private static final String FILE = "/m2m-bridge-dev.properties";

  private DevProperties() {}

  /** All of them; empty without the simulator's jar. */
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
   * All of them.
   *
   * @throws ConfigurationException without the simulator's jar
   */
  static Properties read() {
    return find()
        .orElseThrow(() -> new ConfigurationException(SimulatorJar.missing("The dev profile")));
  }
}
