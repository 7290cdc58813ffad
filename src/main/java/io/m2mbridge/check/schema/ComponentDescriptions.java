package io.m2mbridge.check.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Camel's catalog of components: the descriptions that the jars on the class path have, the
 * bridge's own and a site's among them.
 */
final class ComponentDescriptions {
  private static final String COMPONENTS = "META-INF/services/org/apache/camel/component/";

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Optional<JsonNode>> read = new HashMap<>();

  /** The description of the component that serves a scheme; empty if there is none. */
  Optional<JsonNode> of(String scheme) {
    return scheme.matches("[\\w+.-]+")
        ? read.computeIfAbsent(scheme, this::read)
        : Optional.empty();
  }

  private Optional<JsonNode> read(String scheme) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream service = loader.getResourceAsStream(COMPONENTS + scheme)) {
      if (service == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(service);
      String type = properties.getProperty("class", "");
      String folder = type.substring(0, type.lastIndexOf('.') + 1).replace('.', '/');
      try (InputStream in = loader.getResourceAsStream("META-INF/" + folder + scheme + ".json")) {
        return in == null ? Optional.empty() : Optional.of(json.readTree(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
