package io.m2mbridge.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.m2mbridge.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The descriptions under {@code deploy/}, and the settings that they set. {@code src/it/manifests}
 * checks them against the schemas of Kubernetes and Camel K.
 */
final class Manifests {
  private Manifests() {}

  /** The one document of a YAML file, its aliases resolved. */
  static JsonNode read(Path file) throws IOException {
    Object document =
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return new JsonMapper().valueToTree(document);
  }

  /** The bridge's settings, each with its default. */
  static Properties settings() throws IOException {
    Properties settings = new Properties();
    try (InputStream in = Manifests.class.getResourceAsStream("/m2m-bridge.properties")) {
      settings.load(in);
    }
    return settings;
  }

  /** How long the bridge takes at most to stop, in seconds. */
  static int stopSeconds() throws IOException {
    int seconds = 0;
    for (String part : List.of("m2m.shutdown.delay", "m2m.shutdown.timeout")) {
      seconds += Integer.parseInt(settings().getProperty(part).replace("s", ""));
    }
    return seconds;
  }

  /** Whether an environment variable sets one of the bridge's settings. */
  static boolean setsSomething(String variable) throws IOException {
    return settings().stringPropertyNames().stream()
        .map(Settings::variable)
        .anyMatch(variable::equals);
  }
}
