package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.m2mbridge.check.finding.Finding;
import io.m2mbridge.check.finding.FindingKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules find in an edited site. */
final class Found {
  private Found() {}

  /** The ids of all findings, in the order of the files. */
  static List<String> ids(EditedSite site) {
    return site.findings().stream().map(each -> each.kind().id()).toList();
  }

  /** The only finding, which must have this id. */
  static Finding only(String id, EditedSite site) {
    assertEquals(List.of(id), ids(site), site.lines()::toString);
    return site.findings().get(0);
  }

  /** The only finding, which must have this kind and be at this route and step. */
  static Finding only(EditedSite site, FindingKind kind, @Nullable String where) {
    Finding found = only(kind.id(), site);
    assertEquals(where, found.where());
    return found;
  }

  /** Requires that all rules together find one mistake, of this id. */
  static void onlyOfAll(String id, EditedSite site) {
    List<Finding> all = Rules.findings(site.site());
    assertEquals(
        List.of(id),
        all.stream().map(each -> each.kind().id()).toList(),
        () -> all.stream().map(Finding::line).toList().toString());
  }

  static void nothing(EditedSite site) {
    assertEquals(List.of(), site.lines());
  }
}
