package io.m2mbridge.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The statements about weaknesses against the list of what is in the package. */
@Tag("verify")
class VexIT {
  private static final Path SBOM = Path.of("target", "m2m-bridge.cdx.json");

  private JsonNode sbom;

  @BeforeEach
  void read() throws IOException {
    assumeFalse(
        Boolean.getBoolean("m2m.offline") && !Files.exists(SBOM),
        "Maven makes no SBOM while it is offline");
    sbom = new ObjectMapper().readTree(SBOM.toFile());
  }

  @Test
  void isAboutLibrariesOfThePackage() throws IOException {
    Vex vex = new Vex();
    Set<String> missing = new TreeSet<>(vex.affected());
    sbom.path("components")
        .forEach(component -> missing.remove(component.path("purl").textValue()));

    assertEquals(Set.of(), missing);
    assertEquals(
        sbom.at("/metadata/component/purl").textValue(),
        vex.root().at("/metadata/component/purl").textValue());
  }

  @Test
  void hasNoBrokerInThePackage() {
    Set<String> names = new TreeSet<>();
    sbom.path("components").forEach(component -> names.add(component.path("name").textValue()));

    assertTrue(names.contains("artemis-core-client"), names.toString());
    assertFalse(names.contains("artemis-server"), names.toString());
  }
}
