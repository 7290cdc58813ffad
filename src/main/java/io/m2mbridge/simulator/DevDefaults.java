package io.m2mbridge.simulator;

import io.m2mbridge.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a bridge in the dev profile has, unless the environment says otherwise. */
final class DevDefaults {
  private static final String FILE = "/m2m-bridge-dev.properties";

  private static final String LIVE = "m2m_live_";

  private DevDefaults() {}

  /** The key that the API takes unless another is given. */
  static String apiKey() {
    return Optional.ofNullable(System.getenv("M2M_API_KEY"))
        .filter(key -> !key.isBlank())
        .orElseGet(() -> property("m2m.api.key"));
  }

  /**
   * Keeps made-up events from a real bridge: its environment would have its secret sign them.
   *
   * @param given a key from the command line; null for none
   * @throws ConfigurationException where a key is one of production
   */
  static void refuseProduction(@Nullable String given) {
    if (Stream.of(given, System.getenv("M2M_API_KEY"))
        .anyMatch(key -> key != null && key.startsWith(LIVE))) {
      throw new ConfigurationException(
          "The API key is one of production ("
              + LIVE
              + "…), and this command makes up events: run it elsewhere, or unset M2M_API_KEY.");
    }
  }

  static String property(String key) {
    return properties().getProperty(key);
  }

  private static Properties properties() {
    Properties properties = new Properties();
    try (InputStream file = DevDefaults.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + FILE);
      }
      properties.load(file);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
