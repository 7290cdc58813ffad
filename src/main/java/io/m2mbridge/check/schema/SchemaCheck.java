package io.m2mbridge.check.schema;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.Findings;
import io.m2mbridge.check.source.Site;
import java.util.List;

/** Finds steps and options that Camel doesn't have, and values of the wrong type. */
public final class SchemaCheck {
  private SchemaCheck() {}

  /** Returns what it finds, in the order of the files. A file that isn't YAML is left out. */
  public static List<Finding> findings(Site site) {
    Findings findings = new Findings();
    new YamlSchema().check(site, findings);
    new EndpointOptions(site).check(findings);
    return findings.all();
  }
}
