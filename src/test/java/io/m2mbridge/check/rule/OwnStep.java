package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** The project's routes with a step of a site's own in front of the forward of an operation. */
final class OwnStep {
  private OwnStep() {}

  static EditedSite of(String yaml) {
    return new EditedSite()
        .set("site.ledger.url", "http://ledger.internal/operations")
        .set("site.password", "from the environment")
        .set("camel.beans.mapper", "#class:java.lang.Object")
        .insertBefore("event-operation-created", "forward-operation-created-once", yaml);
  }

  /** Asserts that the step has one finding, of this kind. */
  static String finding(String id, String yaml) {
    return finding(id, of(yaml));
  }

  /** Asserts that the site has one finding, of this kind. */
  static String finding(String id, EditedSite site) {
    List<String> lines = site.lines();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).endsWith(" [" + id + "]"), lines.get(0));
    return lines.get(0);
  }

  static void isRight(String yaml) {
    assertEquals(List.of(), of(yaml).lines(), yaml);
  }
}
