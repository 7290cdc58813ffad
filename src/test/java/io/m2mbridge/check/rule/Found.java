package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.check.finding.Finding;
import java.util.List;

/** What the rules find in an edited site. */
final class Found {
  private Found() {}

  /** The ids of all findings, in the order of the files. */
  static List<String> ids(EditedSite site) {
    return Rules.findings(site.site()).stream().map(each -> each.kind().id()).toList();
  }

  /** The only finding, which must have this id. */
  static Finding only(String id, EditedSite site) {
    assertEquals(List.of(id), ids(site), site.lines()::toString);
    return Rules.findings(site.site()).get(0);
  }

  static void nothing(EditedSite site) {
    assertEquals(List.of(), site.lines());
  }
}
