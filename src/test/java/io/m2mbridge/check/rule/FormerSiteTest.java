package io.m2mbridge.check.rule;

import io.m2mbridge.testing.FormerFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A site that has kept the routes of an earlier version gets no finding on them. */
class FormerSiteTest {
  private static String former(String route) {
    return FormerFolder.read(FormerFolder.FILES.resolve(route + ".camel.yaml"));
  }

  @Test
  void keepsTheRulesAsAWhole() {
    EditedSite site = new EditedSite();
    FormerFolder.names(Path.of("routes")).forEach(site::without);
    FormerFolder.names(FormerFolder.FILES).forEach(route -> site.with(route, former(route)));

    Found.nothing(site);
  }

  @Test
  void keepsThemInPart() {
    for (String route : FormerFolder.names(FormerFolder.FILES)) {
      // The former event-user-data-request calls a route of its time.
      if (route.matches("webhook-.*|event-.*|on-failure") && !route.endsWith("data-request")) {
        Found.nothing(new EditedSite().with(route, former(route)));
      }
    }
  }
}
