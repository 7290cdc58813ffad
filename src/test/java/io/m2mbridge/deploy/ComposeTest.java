package io.m2mbridge.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the compose files set; that they are well-formed is the linter's to say. */
class ComposeTest {
  private static final String MAIN = "docker-compose.yml";
  private static final String SECRETS = "deploy/compose/secrets.yml";

  private static JsonNode services(String file) throws IOException {
    return Manifests.read(Path.of(file)).path("services");
  }

  @ParameterizedTest
  @ValueSource(strings = {MAIN, SECRETS})
  void setsWhatTheBridgeKnows(String file) throws IOException {
    for (JsonNode service : services(file)) {
      List<String> names = new ArrayList<>();
      service.path("environment").fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        assertTrue(!name.startsWith("M2M_") || Manifests.setsSomething(name), name);
      }
      assertEquals(
          service.has("build"),
          names.contains("M2M_WEBHOOK_SECRET") || names.contains("M2M_WEBHOOK_SECRET_FILE"),
          "each bridge, and nobody else, has one");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {MAIN, SECRETS})
  void stopsInItsOwnTime(String file) throws IOException {
    int shutdown = Manifests.stopSeconds();
    for (String name : List.of("bridge", "intake", "edge")) {
      JsonNode service = services(file).path(name);
      if (!service.isMissingNode()) {
        assertTrue(service.path("stop_grace_period").asText().matches("\\d+s"), name);
        int grace = Integer.parseInt(service.path("stop_grace_period").asText().replace("s", ""));
        assertTrue(grace >= shutdown + 10, name);
      }
    }
  }

  @Test
  void everySecretsFileIsOneThatTheServiceIsGiven() throws IOException {
    JsonNode bridge = services(SECRETS).path("bridge");
    List<String> given = new ArrayList<>();
    bridge.path("secrets").forEach(name -> given.add("/run/secrets/" + name.asText()));
    List<String> read = new ArrayList<>();
    bridge
        .path("environment")
        .properties()
        .forEach(
            variable -> {
              if (variable.getKey().endsWith("_FILE")) {
                read.add(variable.getValue().asText());
              }
            });
    assertEquals(given.stream().sorted().toList(), read.stream().sorted().toList());
    assertEquals(3, read.size());
  }
}
