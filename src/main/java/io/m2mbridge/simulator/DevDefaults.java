package io.m2mbridge.simulator;

import io.m2mbridge.webhook.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** What a bridge in the dev profile has, unless the environment says otherwise. */
final class DevDefaults {
  private static final String FILE = "/m2m-bridge-dev.properties";

  private DevDefaults() {}

  /** The first of the webhook secrets. */
  static String secret() {
    return Signature.secretsIn(of("M2M_WEBHOOK_SECRET", "m2m.webhook.secret")).get(0);
  }

  static String apiKey() {
    return of("M2M_API_KEY", "m2m.api.key");
  }

  /** An environment variable that isn't blank. */
  static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  private static String of(String variable, String key) {
    return variable(variable).orElseGet(() -> properties().getProperty(key));
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
