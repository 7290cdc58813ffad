package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.m2mbridge.check.finding.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopRuleTest {
  private static final String REPORT =
      "from:\n    uri: direct:report\n    steps:\n      - to: log:report\n";

  @Test
  void findsARouteWithoutItsDash() {
    Finding found =
        Found.only(
            "not-a-route", new EditedSite().with("report", "route:\n  id: report\n  " + REPORT));

    assertEquals(1, found.place().line());
    assertTrue(found.advice().contains("- route:"), found.advice());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- rout:\n    id: report\n",
        "- routes:\n    id: report\n",
        "- Route:\n    id: report\n",
        "- setBody:\n    constant: x\n",
        "- report\n",
        "- route:\n  id: report\n",
        "id: report\n",
        "- route:\n    id: report\n    from:\n      uri: direct:report\n      steps:\n        - to: log:x\n  description: x\n"
      })
  void findsWhatIsNoRoute(String yaml) {
    Found.only("not-a-route", new EditedSite().with("report", yaml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- " + REPORT,
        "- route:\n    id: report\n    "
            + "from:\n      uri: direct:report\n      steps:\n        - to: log:report\n",
        "- beans:\n    - name: x\n      type: java.util.Date\n",
        "- rest:\n    path: /x\n",
        "- route-configuration:\n    id: x\n",
        "- onException:\n    exception: [java.lang.Exception]\n",
        "apiVersion: camel.apache.org/v1\nkind: Integration\n"
      })
  void allowsWhatCamelTakes(String yaml) {
    Found.nothing(new EditedSite().with("report", yaml));
  }
}
