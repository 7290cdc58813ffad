package io.m2mbridge.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** What a bridge in the dev profile has, unless the environment says otherwise. */
final class DevDefaults {
  private static final String FILE = "/m2m-bridge-dev.properties";

  private DevDefaults() {}

  static String apiKey() {
    return Optional.ofNullable(System.getenv("M2M_API_KEY"))
        .filter(key -> !key.isBlank())
        .orElseGet(() -> property("m2m.api.key"));
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
