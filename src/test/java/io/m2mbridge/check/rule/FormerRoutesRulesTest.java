package io.m2mbridge.check.rule;

import io.m2mbridge.testing.FormerFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Copies that sites made of earlier routes have no finding either. */
class FormerRoutesRulesTest {
  @Test
  void haveNoFinding() {
    EditedSite site = new EditedSite();
    FormerFolder.names(Path.of("routes")).forEach(site::without);
    for (String route : FormerFolder.names(FormerFolder.FILES)) {
      site.with(route, FormerFolder.read(FormerFolder.FILES.resolve(route + ".camel.yaml")));
    }
    Found.nothing(site);
  }
}
