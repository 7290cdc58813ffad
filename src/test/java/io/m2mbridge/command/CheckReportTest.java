package io.m2mbridge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Place;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Finding IN_STEP =
      new Finding(
          FindingKind.CALL_IN_TRANSACTION,
          new Place("routes/a.camel.yaml", 3, 7),
          "a/call",
          "it holds the transaction",
          "move it");
  private static final Finding IN_FILE =
      new Finding(
          FindingKind.CLOCK_IN_EFFECTS,
          Place.of("routes/b.camel.yaml"),
          null,
          "b",
          "did you mean c?");

  private final CheckReport report = new CheckReport(List.of(IN_STEP, IN_FILE));

  @Test
  void printsALineForEachFinding() {
    assertEquals(
        """
        error: routes/a.camel.yaml:3:7: a/call: it holds the transaction: move it. [call-in-transaction]
        warning: routes/b.camel.yaml: b: did you mean c? [clock-in-effects]
        Errors: 1, warnings: 1.""",
        report.text());
    assertEquals("Nothing is wrong.", new CheckReport(List.of()).text());
  }

  @Test
  void printsJson() throws Exception {
    JsonNode json = JSON.readTree(report.json());
    assertEquals(1, json.get("errors").asInt());
    assertEquals(1, json.get("warnings").asInt());
    JsonNode first = json.get("findings").get(0);
    assertEquals("call-in-transaction", first.get("id").asText());
    assertEquals(3, first.get("line").asInt());
    assertEquals("a/call", first.get("where").asText());
    assertEquals("move it", first.get("advice").asText());
  }

  @Test
  void printsSarif() throws Exception {
    JsonNode run = JSON.readTree(report.sarif()).get("runs").get(0);
    assertEquals(FindingKind.values().length, run.get("tool").get("driver").get("rules").size());
    JsonNode first = run.get("results").get(0);
    assertEquals("call-in-transaction", first.get("ruleId").asText());
    assertEquals("error", first.get("level").asText());
    JsonNode place = first.get("locations").get(0).get("physicalLocation");
    assertEquals("routes/a.camel.yaml", place.get("artifactLocation").get("uri").asText());
    assertEquals(3, place.get("region").get("startLine").asInt());
    assertEquals(
        false, run.get("results").get(1).get("locations").get(0).toString().contains("region"));
  }

  @Test
  void writesAPathOfAnyNameAsAUri() {
    for (var path :
        Map.of(
                "routes/a b%\u00f1.camel.yaml", "routes/a%20b%25%C3%B1.camel.yaml",
                "classpath:routes/a.camel.yaml", "classpath:routes/a.camel.yaml")
            .entrySet()) {
      Finding finding =
          new Finding(FindingKind.EMPTY_FILE, Place.of(path.getKey()), null, "a", "b");
      String sarif = new CheckReport(List.of(finding)).sarif();

      assertTrue(sarif.contains("\"uri\" : \"" + path.getValue() + "\""), sarif);
    }
  }
}
