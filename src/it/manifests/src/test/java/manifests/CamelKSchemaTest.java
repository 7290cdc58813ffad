package manifests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Integrations for Camel K's operator, against its own schema. */
class CamelKSchemaTest {
  private static final Path FOLDER = Path.of("deploy", "camel-k");
  private static final JsonSchema SCHEMA = schema();

  private static JsonSchema schema() {
    try (InputStream in =
        CamelKSchemaTest.class.getResourceAsStream("/camel.apache.org_integrations.yaml")) {
      JsonNode definition = Yaml.parse(new String(in.readAllBytes(), UTF_8));
      JsonNode schema = definition.at("/spec/versions/0/schema/openAPIV3Schema");
      close(schema);
      return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
    schema.forEach(CamelKSchemaTest::close);
  }

  private static Set<ValidationMessage> problems(String integration) {
    JsonNode document = Yaml.parse(integration);
    assertEquals("camel.apache.org/v1 Integration", Yaml.kind(document));
    return SCHEMA.validate(document);
  }

  @ParameterizedTest
  @ValueSource(strings = {"library.yaml", "image.yaml"})
  void isOfCamelKsSchema(String file) throws IOException {
    assertEquals(Set.of(), problems(Files.readString(FOLDER.resolve(file))));
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
    assertFalse(problems(slipped).isEmpty());
  }
}
