package io.m2mbridge.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Integrations for Camel K's operator: what they set, and what they name. */
class CamelKTest {
  private static final Path FOLDER = Path.of("deploy", "camel-k");

  @ParameterizedTest
  @ValueSource(strings = {"library.yaml", "image.yaml"})
  void setsWhatTheBridgeKnows(String file) throws IOException {
    JsonNode environment = Manifests.read(FOLDER.resolve(file)).at("/spec/traits/environment/vars");
    assertFalse(environment.isEmpty());
    for (JsonNode variable : environment) {
      String name = variable.asText().replaceFirst("=.*", "");
      assertTrue(Manifests.setsSomething(name), name);
    }
  }

  @Test
  void libraryIsThisProject() throws IOException {
    String library =
        Manifests.read(FOLDER.resolve("library.yaml")).at("/spec/dependencies/0").asText();
    String[] coordinates = library.replace("mvn:", "").split(":");
    String pom = Files.readString(Path.of("pom.xml"));
    assertTrue(
        pom.contains(
            "<groupId>%s</groupId>\n  <artifactId>%s</artifactId>\n  <version>"
                .formatted((Object[]) coordinates)),
        library);
    assertEquals("VERSION", coordinates[2]);
  }

  @Test
  void imageRunsAsItsUserAndIsAskedOnItsPorts() throws IOException {
    JsonNode spec = Manifests.read(FOLDER.resolve("image.yaml")).path("spec");
    String user = spec.at("/traits/container/runAsUser").asText();
    assertTrue(Dockerfile.instructions().contains("USER " + user + ":" + user), user);
    assertEquals(
        Manifests.settings().getProperty("m2m.http.port"),
        spec.at("/traits/container/port").asText());
    String management = Manifests.settings().getProperty("m2m.management.port");
    assertEquals(
        List.of(management, management, management),
        spec.path("template").findValuesAsText("port"));
  }
}
