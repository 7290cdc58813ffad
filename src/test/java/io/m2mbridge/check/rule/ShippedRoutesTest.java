package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The project's own routes keep every rule. */
class ShippedRoutesTest {
  @Test
  void haveNoFinding() {
    assertEquals(List.of(), new EditedSite().lines());
  }
}
