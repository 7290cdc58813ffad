package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlRuleTest {
  private static String only(EditedSite site) {
    List<String> lines = site.lines();
    assertEquals(1, lines.size(), lines::toString);
    return lines.get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "'- route:\n    id: x\n    id: x\n', duplicate-key",
    "'- route:\n    id: x\n\tfrom: y\n', yaml-syntax",
    "'- route:\n    id: x\n---\n- route:\n    id: y\n', yaml-syntax",
    "'<<<<<<< HEAD\n- route:\n    id: x\n', yaml-syntax",
    "'- route:\n    id: x\n  description: a: b\n', yaml-syntax"
  })
  void findsWhatYamlForbids(String yaml, String id) {
    String line = only(new EditedSite().with("site", yaml));
    assertTrue(line.endsWith("[" + id + "]"), line);
  }

  @Test
  void findsACommentWhereAValueWasMeant() {
    String line =
        only(
            new EditedSite()
                .with(
                    "report",
                    "- route:\n    id: report\n    from:\n      uri: sql\n      parameters:\n        dataSource: #dataSource\n      steps: []\n"));
    assertTrue(line.startsWith("routes/report.camel.yaml:6:9: "), line);
    assertTrue(line.contains("put the value in quotes"), line);
  }

  @Test
  void findsAFileWithoutARoute() {
    assertEquals(
        "routes/site.camel.yaml: the file has no route: write one, or remove the file. [empty-file]",
        only(new EditedSite().with("site", "# later\n")));
  }
}
