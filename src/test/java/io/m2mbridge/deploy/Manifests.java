package io.m2mbridge.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.m2mbridge.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.yaml.snakeyaml.Yaml;

/** The descriptions under {@code deploy/}: read, and checked against what Kubernetes takes. */
final class Manifests {
  private interface Check {
    void of(JsonElement document) throws IOException;
  }

  private static final Map<String, Check> KINDS =
      Map.of(
          "apps/v1 Deployment", V1Deployment::validateJsonElement,
          "v1 Service", V1Service::validateJsonElement,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement);

  private Manifests() {}

  static JsonNode read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /** The one document of a YAML text, its aliases resolved. */
  static JsonNode parse(String yaml) {
    return new JsonMapper().valueToTree(new Yaml().load(yaml));
  }

  /**
   * Checks a document against the schema of its kind; an unknown field is refused.
   *
   * @throws IllegalArgumentException that names what is wrong
   */
  static void check(JsonNode document) throws IOException {
    String kind = document.path("apiVersion").asText() + " " + document.path("kind").asText();
    Check check = KINDS.get(kind);
    if (check == null) {
      throw new IllegalArgumentException("no kind of these manifests: " + kind);
    }
    check.of(JsonParser.parseString(document.toString()));
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
