package manifests;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code kubectl apply -k deploy/kubernetes} would send, against Kubernetes' own schema. */
class KubernetesSchemaTest {
  private interface Check {
    void of(JsonElement document) throws IOException;
  }

  private static final Map<String, Check> KINDS =
      Map.of(
          "apps/v1 Deployment", V1Deployment::validateJsonElement,
          "v1 Service", V1Service::validateJsonElement,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement);
  private static final Path FOLDER = Path.of("deploy", "kubernetes");

  static List<String> manifests() throws IOException {
    JsonNode kustomization = Yaml.parse(Files.readString(FOLDER.resolve("kustomization.yaml")));
    return kustomization.path("resources").valueStream().map(JsonNode::asText).toList();
  }

  /**
   * Checks a document against the schema of its kind; an unknown field is refused.
   *
   * @throws IllegalArgumentException that names what is wrong
   */
  private static void check(JsonNode document) throws IOException {
    Check check = KINDS.get(Yaml.kind(document));
    if (check == null) {
      throw new IllegalArgumentException("no kind of these manifests: " + Yaml.kind(document));
    }
    check.of(JsonParser.parseString(document.toString()));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void isOfItsKindsSchema(String manifest) throws IOException {
    check(Yaml.parse(Files.readString(FOLDER.resolve(manifest))));
  }

  @ParameterizedTest
  @CsvSource({
    "'replicas: 2', 'replica: 2', replica",
    "'readOnlyRootFilesystem:', 'readonlyRootFilesystem:', readonlyRootFilesystem",
    "'port: management', 'prot: management', prot",
    "'kind: Deployment', 'kind: Deploiment', Deploiment",
    "'image: m2m-bridge', 'image: {name: m2m-bridge}', image",
    "'- name: settings\n              mountPath', '- mountPath', name",
  })
  void findsSlipOfThePen(String right, String wrong, String named) throws IOException {
    String text = Files.readString(FOLDER.resolve("deployment.yaml"));
    String slipped = text.replaceFirst(Pattern.quote(right), wrong);
    assertNotEquals(text, slipped);
    Exception found =
        assertThrows(IllegalArgumentException.class, () -> check(Yaml.parse(slipped)));
    assertTrue(found.getMessage().contains(named), found.getMessage());
  }
}
