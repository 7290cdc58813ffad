package io.m2mbridge.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The list of what is in the package, against the package itself. */
@Tag("verify")
class SbomIT {
  private static final Path SBOM = Path.of("target", "m2m-bridge.cdx.json");
  private static final Path LIBRARIES = Path.of("target", "lib");

  /** Each allows use in a closed product, unchanged; of two, one will do. */
  private static final Set<String> LICENCES =
      Set.of(
          "Apache-2.0",
          "0BSD",
          "MIT",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "BSD-4-Clause",
          "CC0-1.0",
          "EPL-2.0");

  private JsonNode sbom;

  @BeforeEach
  void read() throws IOException {
    assumeFalse(
        Boolean.getBoolean("m2m.offline") && !Files.exists(SBOM),
        "Maven makes no SBOM while it is offline");
    sbom = new ObjectMapper().readTree(SBOM.toFile());
  }

  @Test
  void listsEachLibraryByItsHash() throws Exception {
    Map<String, String> inPackage = new TreeMap<>();
    try (Stream<Path> files = Files.list(LIBRARIES)) {
      for (Path file : files.toList()) {
        inPackage.put(sha256(file), String.valueOf(file.getFileName()));
      }
    }
    Map<String, String> listed = new TreeMap<>();
    for (JsonNode component : sbom.path("components")) {
      listed.put(sha256(component), component.path("purl").textValue());
    }

    assertFalse(inPackage.isEmpty());
    assertEquals(inPackage.keySet(), listed.keySet(), () -> inPackage + " against " + listed);
  }

  @Test
  void namesALicenceForEachThatAllowsItsUse() {
    Set<String> without = new TreeSet<>();
    for (JsonNode component : sbom.path("components")) {
      if (licences(component).stream().noneMatch(LICENCES::contains)) {
        without.add(component.path("purl").textValue() + " " + licences(component));
      }
    }

    assertEquals(Set.of(), without);
  }

  @Test
  void isOfThisProject() {
    JsonNode project = sbom.path("metadata").path("component");

    assertEquals("CycloneDX", sbom.path("bomFormat").textValue());
    assertEquals("m2m-bridge", project.path("name").textValue());
    assertTrue(project.path("purl").textValue().startsWith("pkg:maven/io.m2mbridge/m2m-bridge@"));
  }

  private static List<String> licences(JsonNode component) {
    return StreamSupport.stream(component.path("licenses").spliterator(), false)
        .map(licence -> licence.path("license").path("id").asText())
        .toList();
  }

  private static String sha256(JsonNode component) {
    return StreamSupport.stream(component.path("hashes").spliterator(), false)
        .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
        .map(hash -> hash.path("content").textValue())
        .findFirst()
        .orElseThrow();
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
