package io.m2mbridge.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Integrations for Camel K's operator, against its own schema. */
class CamelKTest {
  private static final Path FOLDER = Path.of("deploy", "camel-k");
  private static final JsonSchema SCHEMA = schema();

  private static JsonSchema schema() {
    try (InputStream in =
        CamelKTest.class.getResourceAsStream("/camel.apache.org_integrations.yaml")) {
      JsonNode definition = Manifests.parse(new String(in.readAllBytes(), UTF_8));
      JsonNode schema = definition.at("/spec/versions/0/schema/openAPIV3Schema");
      close(schema);
      return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(schema);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A field that the schema doesn't name is an error from here on, where it names any. */
  private static void close(JsonNode schema) {
    if (schema.path("type").asText().equals("object")
        && schema.has("properties")
        && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
        && !schema.has("additionalProperties")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
    schema.forEach(CamelKTest::close);
  }

  private static Set<ValidationMessage> problems(JsonNode integration) {
    assertEquals("camel.apache.org/v1 Integration", kind(integration));
    return SCHEMA.validate(integration);
  }

  private static String kind(JsonNode document) {
    return document.path("apiVersion").asText() + " " + document.path("kind").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"library.yaml", "image.yaml"})
  void isOfCamelKsSchema(String file) throws IOException {
    assertEquals(Set.of(), problems(Manifests.read(FOLDER.resolve(file))));
  }

  @ParameterizedTest
  @CsvSource({
    "replicas: 2, replica: 2",
    "enabled: true, enable: true",
    "runAsUser:, runasUser:",
    "livenessProbe:, livenesProbe:",
    "periodSeconds: 10, periodSeconds: ten",
    "port: 8080, port: http",
  })
  void findsSlipOfThePen(String right, String wrong) throws IOException {
    String text = Files.readString(FOLDER.resolve("image.yaml"));
    String slipped = text.replaceFirst(Pattern.quote(right), wrong);
    assertNotEquals(text, slipped);
    assertFalse(problems(Manifests.parse(slipped)).isEmpty());
  }

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
