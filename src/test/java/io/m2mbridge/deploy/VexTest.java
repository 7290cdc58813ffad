package io.m2mbridge.deploy;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The statements about weaknesses of libraries: their form, and the table in SECURITY.md. */
class VexTest {
  /** Of CycloneDX 1.6, those that are used. */
  private static final Set<String> STATES = Set.of("not_affected", "in_triage", "exploitable");

  private static final Set<String> JUSTIFICATIONS =
      Set.of(
          "code_not_present",
          "code_not_reachable",
          "requires_configuration",
          "protected_by_mitigating_control");
  private static final Pattern ROW =
      Pattern.compile("^\\| ((?:CVE-[0-9-]+(?:, )?)+) \\|(.*)$", Pattern.MULTILINE);
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT))\\.(\\w+)`");

  @Test
  void saysOfEachWeaknessWhyItIsHarmlessOrWhatToDo() throws IOException {
    Vex vex = new Vex();

    assertFalse(vex.vulnerabilities().isEmpty());
    for (JsonNode vulnerability : vex.vulnerabilities()) {
      String id = vulnerability.path("id").textValue();
      JsonNode analysis = vulnerability.path("analysis");
      String state = analysis.path("state").textValue();
      assertTrue(STATES.contains(state), id + " " + state);
      String justification = analysis.path("justification").asText("");
      assertEquals(
          state.equals("not_affected"), JUSTIFICATIONS.contains(justification), id + " " + state);
      assertFalse(analysis.path("detail").asText("").isBlank(), id);
    }
  }

  @Test
  void describesEachLibraryByTheVersionThatIsUsed() throws IOException {
    Vex vex = new Vex();

    assertEquals(vex.affected(), vex.components());
    assertEquals(List.of(), vex.affected().stream().filter(purl -> purl.contains("{")).toList());
  }

  @Test
  void saysTheSameAsTheTable() throws IOException {
    Map<String, String> states = new TreeMap<>();
    for (JsonNode vulnerability : new Vex().vulnerabilities()) {
      states.put(
          vulnerability.path("id").textValue(),
          vulnerability.at("/analysis/state").textValue().replace('_', ' '));
    }
    Map<String, String> inTable = new TreeMap<>();
    for (MatchResult row : rows()) {
      String state = row.group(2).split("\\|")[1].strip();
      for (String id : row.group(1).split(", ")) {
        inTable.put(id, state);
      }
    }

    assertEquals(states, inTable);
  }

  @Test
  void namesTestsThatExist() throws IOException {
    Set<String> methods;
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      methods =
          files
              .filter(file -> file.toString().matches(".*(Test|IT)\\.java"))
              .flatMap(VexTest::methods)
              .collect(toSet());
    }
    Set<String> named =
        TEST.matcher(Files.readString(Path.of("SECURITY.md")))
            .results()
            .map(name -> name.group(1) + "." + name.group(2))
            .collect(toSet());

    assertFalse(named.isEmpty());
    named.removeAll(methods);
    assertEquals(Set.of(), named);
  }

  private static Stream<String> methods(Path file) {
    String name = file.getFileName().toString().replace(".java", ".");
    try {
      return Pattern.compile("void (\\w+)\\(")
          .matcher(Files.readString(file))
          .results()
          .map(method -> name + method.group(1))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(Path.of("SECURITY.md"))).results().toList();
  }
}
