package io.m2mbridge.signing;

import io.m2mbridge.settings.ConfigurationException;
import io.m2mbridge.settings.DevProperties;
import io.m2mbridge.settings.SecretFile;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a bridge in the dev profile has, unless the environment says otherwise. */
public final class DevDefaults {
  private static final String API_KEY = "m2m.api.key";
  private static final String LIVE = "m2m_live_";

  private DevDefaults() {}

  /** The key that the API takes unless another is given. */
  public static String apiKey() {
    return set(API_KEY).orElseGet(() -> property(API_KEY));
  }

  /**
   * A secret as the environment or a system property has it, or the file that one of these names;
   * empty where neither does.
   *
   * @throws ConfigurationException where that file is of no use
   */
  static Optional<String> set(String key) {
    Optional<String> value = value(key);
    return value.isPresent() ? value : value(key + "-file").map(file -> content(key, file));
  }

  private static Optional<String> value(String key) {
    return Optional.ofNullable(System.getProperty(key, System.getenv(variable(key))))
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
              + ": set it to one that holds the secret alone, and that this process may read.");
    }
  }

  /**
   * Keeps made-up events from a real bridge: its environment would have its secret sign them.
   *
   * @param given a key from the command line; null for none
   * @throws ConfigurationException where a key is one of production
   */
  public static void refuseProduction(@Nullable String given) {
    if (Stream.of(given, set(API_KEY).orElse(null))
        .anyMatch(key -> key != null && key.startsWith(LIVE))) {
      throw new ConfigurationException(
          "The API key is one of production ("
              + LIVE
              + "…), and this command makes up events: run it elsewhere, or unset M2M_API_KEY.");
    }
  }

  /**
   * A default of the dev profile.
   *
   * @throws ConfigurationException without the simulator's jar, which has them
   */
  static String property(String key) {
    return DevProperties.find()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    key + " is missing: set " + variable(key) + ", or give it as an option."))
        .getProperty(key);
  }

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
