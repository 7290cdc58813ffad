package io.m2mbridge.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.FindingKind;
import io.m2mbridge.check.finding.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code check} prints. */
final class CheckReport {
  private static final JsonMapper JSON = new JsonMapper();

  private final List<Finding> findings;

  CheckReport(List<Finding> findings) {
    this.findings = findings;
  }

  private long count(Level level) {
    return findings.stream().filter(each -> each.kind().level() == level).count();
  }

  private static String level(FindingKind kind) {
    return kind.level().name().toLowerCase(Locale.ROOT);
  }

  /** One line for each finding, and one that counts them. */
  String text() {
    String lines =
        findings.stream()
            .map(each -> level(each.kind()) + ": " + each.line() + "\n")
            .collect(Collectors.joining());
    return lines
        + (findings.isEmpty()
            ? "Nothing is wrong."
            : "Errors: " + count(Level.ERROR) + ", warnings: " + count(Level.WARNING) + ".");
  }

  String json() {
    ObjectNode report = JSON.createObjectNode();
    report.put("errors", count(Level.ERROR)).put("warnings", count(Level.WARNING));
    ArrayNode all = report.putArray("findings");
    for (Finding finding : findings) {
      all.addObject()
          .put("id", finding.kind().id())
          .put("level", level(finding.kind()))
          .put("file", finding.place().file())
          .put("line", finding.place().line())
          .put("column", finding.place().column())
          .put("where", finding.where())
          .put("problem", finding.problem())
          .put("advice", finding.advice());
    }
    return report.toPrettyString();
  }

  /** A path as a URI reference, in which a space is written as %20. */
  private static String uri(String path) {
    try {
      return new URI(null, path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The findings in the format of OASIS, SARIF 2.1.0. */
  String sarif() {
    ObjectNode log = JSON.createObjectNode();
    log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json").put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "m2m-bridge check");
    String version = CheckReport.class.getPackage().getImplementationVersion();
    if (version != null) { // a check from source has none
      driver.put("version", version);
    }
    ArrayNode rules = driver.putArray("rules");
    for (FindingKind kind : FindingKind.values()) {
      ObjectNode rule = rules.addObject().put("id", kind.id());
      rule.putObject("shortDescription").put("text", kind.meaning());
      rule.putObject("defaultConfiguration").put("level", level(kind));
    }
    ArrayNode results = run.putArray("results");
    for (Finding finding : findings) {
      ObjectNode result =
          results
              .addObject()
              .put("ruleId", finding.kind().id())
              .put("level", level(finding.kind()));
      result.putObject("message").put("text", finding.sentence());
      ObjectNode location = result.putArray("locations").addObject().putObject("physicalLocation");
      location.putObject("artifactLocation").put("uri", uri(finding.place().file()));
      if (finding.place().line() > 0) {
        ObjectNode region = location.putObject("region").put("startLine", finding.place().line());
        if (finding.place().column() > 0) {
          region.put("startColumn", finding.place().column());
        }
      }
    }
    return log.toPrettyString();
  }
}
