package io.m2mbridge.signing;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.DevProperties;
import io.m2mbridge.settings.SecretFile;
import io.m2mbridge.settings.Settings;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Secrets from the environment, else the defaults of the dev profile. */
public final class DevDefaults {
  private static final String API_KEY = "m2m.api.key";
  private static final String LIVE = "m2m_live_";

  private DevDefaults() {}

  /** Returns the API key of the environment, else that of the dev profile. */
  public static String apiKey() {
    return set(API_KEY).orElseGet(() -> property(API_KEY));
  }

  /**
   * Returns a secret from a system property, an environment variable, or the file that one of these
   * names; empty if none is set.
   *
   * @throws ConfigurationException if the file is invalid
   */
  static Optional<String> set(String key) {
    Optional<String> value = value(key);
    return value.isPresent() ? value : value(key + "-file").map(file -> content(key, file));
  }

  private static Optional<String> value(String key) {
    return Optional.ofNullable(System.getProperty(key, System.getenv(Settings.variable(key))))
        .filter(value -> !value.isBlank());
  }

  private static String content(String key, String file) {
    try {
      return SecretFile.read(file.strip());
    } catch (IOException e) {
      throw new ConfigurationException(
          "The file of "
              + key
              + "-file "
              + e.getMessage()
              + ": set it to a file that this process may read and that holds the secret alone.");
    }
  }

  /**
   * Prevents generated events from reaching a real bridge. In its environment, they would be signed
   * with its real secret.
   *
   * @param given a key from the command line; null for none
   * @throws ConfigurationException if a key is a production key
   */
  public static void refuseProduction(@Nullable String given) {
    if (Stream.of(given, set(API_KEY).orElse(null))
        .anyMatch(key -> key != null && key.startsWith(LIVE))) {
      throw new ConfigurationException(
          "The API key is a production key ("
              + LIVE
              + "…), and this command generates events: run it elsewhere, or unset M2M_API_KEY.");
    }
  }

  /**
   * Returns a default of the dev profile.
   *
   * @throws ConfigurationException if the simulator's jar, which has the defaults, is missing
   */
  static String property(String key) {
    return DevProperties.find()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    key
                        + " is missing: set "
                        + Settings.variable(key)
                        + ", or give it as an option."))
        .getProperty(key);
  }
}
