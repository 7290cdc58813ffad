package io.m2mbridge.kamelets;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.testing.ProjectVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What a catalogue shows of each Kamelet. */
class KameletsTest {
  private static final String EXTENSION = ".kamelet.yaml";

  static List<Path> kamelets() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("kamelets"))) {
      return files.toList();
    }
  }

  /** As the build puts it into the jar. */
  @ParameterizedTest
  @MethodSource("kamelets")
  void isOfThisVersionInTheJar(Path file) throws IOException {
    String version = ProjectVersion.read();
    Path built = Path.of("target", "classes").resolve(file);
    Object kamelet =
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(built));

    assertEquals(
        version, map(kamelet, "metadata", "annotations").get("camel.apache.org/catalog.version"));
    assertTrue(
        ((List<?>) map(kamelet, "spec").get("dependencies"))
            .contains("mvn:io.m2mbridge:m2m-bridge:" + version));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object from, String... path) {
    Map<String, Object> map = (Map<String, Object>) from;
    for (String name : path) {
      map = (Map<String, Object>) map.get(name);
    }
    return map;
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void describesItselfAndEachProperty(Path file) throws IOException {
    Object kamelet =
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    String name = String.valueOf(map(kamelet, "metadata").get("name"));
    assertEquals(name + EXTENSION, file.getFileName().toString());
    String type =
        String.valueOf(map(kamelet, "metadata", "labels").get("camel.apache.org/kamelet.type"));
    assertTrue(name.endsWith("-" + type), name);

    Map<String, Object> annotations = map(kamelet, "metadata", "annotations");
    assertTrue(
        String.valueOf(annotations.get("camel.apache.org/kamelet.icon"))
            .startsWith("data:image/svg+xml;base64,"));

    Map<String, Object> definition = map(kamelet, "spec", "definition");
    assertNotNull(definition.get("title"));
    assertNotNull(definition.get("description"));
    List<?> required = (List<?>) definition.get("required");
    map(definition, "properties")
        .forEach(
            (property, value) -> {
              Map<String, Object> described = map(value);
              boolean isRequired = required.contains(property);
              assertAll(
                  property,
                  () -> assertNotNull(described.get("title")),
                  () -> assertNotNull(described.get("description")),
                  () -> assertNotNull(described.get("type")),
                  () -> assertTrue(isRequired || described.get("default") != null),
                  () -> assertTrue(isRequired || described.get("example") != null));
            });
  }
}
