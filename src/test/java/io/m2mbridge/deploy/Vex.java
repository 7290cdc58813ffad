package io.m2mbridge.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** The statements about weaknesses of libraries, as the build puts them next to the SBOM. */
final class Vex {
  private final JsonNode root;

  Vex() throws IOException {
    root = new ObjectMapper().readTree(Path.of("target", "m2m-bridge-vex.cdx.json").toFile());
  }

  JsonNode root() {
    return root;
  }

  List<JsonNode> vulnerabilities() {
    return StreamSupport.stream(root.path("vulnerabilities").spliterator(), false).toList();
  }

  /** The package URL of each library that a statement is about. */
  Set<String> affected() {
    Set<String> refs = new TreeSet<>();
    for (JsonNode vulnerability : vulnerabilities()) {
      vulnerability.path("affects").forEach(affects -> refs.add(affects.path("ref").textValue()));
    }
    return refs;
  }

  /** The package URLs of the libraries that it describes itself. */
  Set<String> components() {
    Set<String> purls = new TreeSet<>();
    root.path("components").forEach(component -> purls.add(component.path("purl").textValue()));
    return purls;
  }
}
