package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownHeaderRuleTest {
  private static EditedSite step(String yaml) {
    return new EditedSite()
        .insertBefore("event-link-created", "forward-link-created-once", yaml.replace("\\n", "\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "- to:\\n    uri: file:out\\n    parameters:\\n      fileName: \"${header.referenceId}.json\" @ write ${variable.referenceId}",
        "- log: \"${headers.eventKey}\" @ write ${variable.eventKey}",
        "- log: \"${header[url]}\" @ write ${variable.data[url]}",
        "- log: \"${header:m2mEvent}\" @ set it before",
        "- log: \"${date:header.receivedAt:yyyyMMdd}\" @ write ${variable.receivedAt}",
        "- setVariable:\\n    name: x\\n    header: referenceId @ write the variable referenceId",
        "- log: \"${headerAs('referenceId', String)}\" @ write ${variable.referenceId}"
      })
  void findsAHeaderThatNothingSets(String yaml, String advice) {
    List<String> lines = step(yaml).lines();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).endsWith("[unknown-header]"), lines.get(0));
    assertTrue(lines.get(0).contains(": " + advice), lines.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setHeader:\n    name: Customer\n    variable: referenceId\n- log: \"${header.customer}\"",
        "- setHeaders:\n    headers:\n      - name: customer\n        variable: referenceId\n- log: \"${header.customer}\"",
        "- to: http://crm.internal\n- log: \"${header.ETag}\"",
        "- process:\n    ref: site\n- log: \"${header.customer}\"",
        "- log: \"${header.CamelHttpResponseCode}\"",
        "- to:\n    uri: http://crm.internal\n    variableReceive: x\n- log: \"${variable.x}\""
      })
  void allowsAHeaderThatIsSet(String yaml) {
    assertEquals(List.of(), step(yaml).lines());
  }

  @Test
  void findsAValueOfAStatementThatNothingSets() {
    String sql =
        "- to:\n    uri: sql\n    parameters:\n      dataSource: \"#dataSource\"\n      noop: true\n"
            + "      query: \"SELECT :#linkId, '::#x'\"";
    List<String> lines = step(sql).lines();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("write :#${variable.linkId}"), lines.get(0));
    assertEquals(
        List.of(), step("- setHeader:\n    name: linkId\n    variable: linkId\n" + sql).lines());
  }

  @Test
  void followsCalls() {
    String site =
        "- from:\n    uri: direct:site\n    steps:\n      - log: \"${header.customer}\"\n";
    assertEquals(
        List.of(),
        step("- setHeader:\n    name: customer\n    variable: referenceId\n- to: direct:site")
            .with("site", site)
            .lines());
    assertEquals(1, step("- to: direct:site").with("site", site).lines().size());
  }

  @Test
  void leavesRoutesAloneWhoseMessagesHaveHeaders() {
    assertEquals(
        List.of(),
        new EditedSite()
            .with(
                "site",
                "- from:\n    uri: file:in\n    steps:\n      - log: \"${header.customer} ${header.CamelFileName}\"\n")
            .lines());
  }
}
