package io.m2mbridge.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code kubectl apply -k deploy/kubernetes} would send. */
class KubernetesTest {
  private static final Path FOLDER = Path.of("deploy", "kubernetes");
  private static final Path DEPLOYMENT = FOLDER.resolve("deployment.yaml");

  private static List<String> manifests() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml"))
          .sorted()
          .toList();
    }
  }

  @Test
  void kustomizationNamesEachManifest() throws IOException {
    JsonNode kustomization = Manifests.read(FOLDER.resolve("kustomization.yaml"));
    TreeSet<String> named = new TreeSet<>();
    kustomization.path("resources").forEach(name -> named.add(name.asText()));
    assertEquals(manifests(), List.copyOf(named));
    JsonNode map = kustomization.at("/configMapGenerator/0");
    assertEquals("application.properties", map.at("/files/0").asText());
    assertEquals(
        map.path("name"), pod().at("/volumes/0/configMap/name"), "the map that the pod mounts");
    assertEquals(
        container().path("image"), kustomization.at("/images/0/name"), "the image that is renamed");
  }

  /** The newest image would change under a running deployment. */
  @Test
  void imagesTagIsForTheTeamToSet() throws IOException {
    assertEquals(
        "your-tag",
        Manifests.read(FOLDER.resolve("kustomization.yaml")).at("/images/0/newTag").asText());
  }

  @Test
  void portsAreTheBridges() throws IOException {
    assertEquals(setting("m2m.http.port"), port("http"));
    assertEquals(setting("m2m.management.port"), port("management"));
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      JsonNode get = container().path(probe).path("httpGet");
      assertEquals("management", get.path("port").asText(), probe);
      String kind = probe.equals("readinessProbe") ? "ready" : "live";
      assertEquals(
          setting("camel.management.healthPath") + "/" + kind, get.path("path").asText(), probe);
    }
    JsonNode policy = Manifests.read(FOLDER.resolve("network-policy.yaml"));
    assertEquals(
        List.of(port("http"), port("management")),
        policy.at("/spec/ingress").findValuesAsText("port"));
    JsonNode service = Manifests.read(FOLDER.resolve("service.yaml"));
    assertEquals(List.of("http"), service.findValuesAsText("targetPort"));
  }

  @Test
  void setsWhatTheBridgeKnows() throws IOException {
    for (JsonNode variable : container().path("env")) {
      String name = variable.path("name").asText();
      assertTrue(Manifests.setsSomething(name), name);
    }
    Properties site = new Properties();
    try (InputStream in = Files.newInputStream(FOLDER.resolve("application.properties"))) {
      site.load(in);
    }
    assertTrue(site.containsKey("m2m.database.url"));
    site.stringPropertyNames()
        .forEach(name -> assertTrue(settings().containsKey(name), () -> name));
    assertEquals("0.0.0.0", site.getProperty("m2m.management.host"), "else no probe gets in");
  }

  @Test
  void stopsInItsOwnTime() throws IOException {
    int preStop = container().at("/lifecycle/preStop/exec/command/1").asInt();
    int shutdown = Manifests.stopSeconds();
    int grace = pod().path("terminationGracePeriodSeconds").asInt();
    assertTrue(
        preStop > 0 && grace >= preStop + shutdown + 10, preStop + " + " + shutdown + ", " + grace);
  }

  @Test
  void runsAsTheImagesUser() throws IOException {
    JsonNode context = pod().path("securityContext");
    assertTrue(context.path("runAsNonRoot").asBoolean());
    String ids = context.path("runAsUser").asText() + ":" + context.path("runAsGroup").asText();
    assertTrue(Dockerfile.instructions().contains("USER " + ids), ids);
    // The group reads the secrets' files.
    assertEquals(context.path("runAsGroup"), context.path("fsGroup"));
  }

  @Test
  void selectsItsOwnPods() throws IOException {
    String labels = Manifests.read(DEPLOYMENT).at("/spec/template/metadata/labels").toString();
    assertEquals(
        labels, Manifests.read(FOLDER.resolve("service.yaml")).at("/spec/selector").toString());
    for (String pointer :
        List.of("disruption-budget.yaml:/spec/selector", "network-policy.yaml:/spec/podSelector")) {
      String[] parts = pointer.split(":");
      JsonNode selector = Manifests.read(FOLDER.resolve(parts[0])).at(parts[1]);
      assertEquals(labels, selector.path("matchLabels").toString(), pointer);
    }
  }

  private static JsonNode pod() throws IOException {
    return Manifests.read(DEPLOYMENT).at("/spec/template/spec");
  }

  private static JsonNode container() throws IOException {
    return pod().at("/containers/0");
  }

  private static String port(String name) throws IOException {
    for (JsonNode port : container().path("ports")) {
      if (port.path("name").asText().equals(name)) {
        return port.path("containerPort").asText();
      }
    }
    throw new AssertionError("no port " + name);
  }

  private static Properties settings() {
    try {
      return Manifests.settings();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String setting(String name) {
    return settings().getProperty(name);
  }
}
