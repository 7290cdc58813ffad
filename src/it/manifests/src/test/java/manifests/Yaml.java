package manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** YAML as the tree that a schema is checked on. */
final class Yaml {
  private Yaml() {}

  /** The one document of a text, its aliases resolved. */
  static JsonNode parse(String yaml) {
    return new JsonMapper().valueToTree(new org.yaml.snakeyaml.Yaml().load(yaml));
  }

  /** A document's {@code apiVersion} and {@code kind}, as in {@code apps/v1 Deployment}. */
  static String kind(JsonNode document) {
    return document.path("apiVersion").asText() + " " + document.path("kind").asText();
  }
}
