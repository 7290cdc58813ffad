package io.m2mbridge.check.rule;

import static io.m2mbridge.check.finding.FindingKind.COMMENT_AS_VALUE;
import static io.m2mbridge.check.finding.FindingKind.DUPLICATE_KEY;
import static io.m2mbridge.check.finding.FindingKind.EMPTY_FILE;
import static io.m2mbridge.check.finding.FindingKind.YAML_SYNTAX;

import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.finding.Place;
import io.m2mbridge.check.source.RouteFile;
import io.m2mbridge.check.source.Site;
import io.m2mbridge.check.source.YamlNode;
import java.util.HashMap;
import java.util.Map;

/** What YAML itself forbids, and what it reads otherwise than its author meant. */
final class YamlRule implements Rule {
  @Override
  public void check(Site site, Findings findings) {
    for (RouteFile file : site.files()) {
      if (file.failure() != null) {
        syntax(file, findings);
      } else if (file.documents().stream()
          .allMatch(each -> each.items().isEmpty() && !each.isMapping())) {
        findings.add(
            EMPTY_FILE,
            Place.of(file.path()),
            null,
            "the file has no route",
            "write one, or remove the file");
      }
      if (file.documents().size() > 1) {
        findings.add(
            YAML_SYNTAX,
            file.documents().get(1).place(),
            null,
            "the file has a second document, after ---, and Camel reads one",
            "remove the line ---, or make it a file of its own");
      }
      file.documents().forEach(document -> keys(file, document, findings));
    }
  }

  private static void syntax(RouteFile file, Findings findings) {
    String line = file.line(file.failureLine());
    Place place = new Place(file.path(), file.failureLine(), 0);
    if (line.matches("(<<<<<<<|=======|>>>>>>>).*")) {
      findings.add(
          YAML_SYNTAX,
          place,
          null,
          "the line is a mark of a merge conflict",
          "resolve the conflict");
    } else if (line.matches("\\s*\\t.*")) {
      findings.add(
          YAML_SYNTAX, place, null, "the line is indented with a tab", "indent it with blanks");
    } else {
      findings.add(
          YAML_SYNTAX,
          place,
          null,
          "the line is not YAML, or the one before it is not complete",
          "check the indentation, the colon after each key, and put a value with a colon in quotes");
    }
  }

  private static void keys(RouteFile file, YamlNode node, Findings findings) {
    Map<String, Place> seen = new HashMap<>();
    for (YamlNode.Entry entry : node.entries()) {
      String key = String.valueOf(entry.key().text());
      Place place = entry.key().place();
      Place first = seen.putIfAbsent(entry.name(), place);
      if (first != null) {
        findings.add(
            DUPLICATE_KEY,
            place,
            null,
            "the key "
                + key
                + " is in line "
                + first.line()
                + " already, and one of the two is lost",
            "keep one of them");
      }
      YamlNode value = entry.value();
      if ("".equals(value.text())
          && !value.isQuoted()
          && file.line(place.line()).matches(".*:\\s+#\\S.*")) {
        findings.add(
            COMMENT_AS_VALUE,
            place,
            null,
            "the value of " + key + " begins with #, so that YAML reads it as a comment",
            "put the value in quotes");
      }
      keys(file, value, findings);
    }
    node.items().forEach(item -> keys(file, item, findings));
  }
}
