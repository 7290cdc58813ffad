package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownVariableRuleTest {
  private static EditedSite step(String yaml) {
    return new EditedSite()
        .insertBefore(
            "event-operation-created", "forward-operation-created-once", yaml.replace("\\n", "\n"));
  }

  private static String only(EditedSite site) {
    return Found.only("unknown-variable", site).line();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '\u0001',
      value = {
        "- to:\\n    uri: file:out\\n    parameters:\\n      fileName: \"${variable.refrenceId}.json\" @ did you mean ${variable.referenceId}?",
        "- log: \"${variable.refrenceId}\" @ did you mean ${variable.referenceId}?",
        "- log: \"${variable.dat[operationId]}\" @ did you mean ${variable.data[operationId]}?",
        "- log: \"${variable.dat[operationId]}\" @ did you mean ${variable.data[operationId]}?",
        "- log: \"${variables.EventKey}\" @ did you mean ${variables.eventKey}?",
        "- log: \"${variable[eventkey]}\" @ did you mean ${variable[eventKey]}?",
        "- log: \"${variableAs('eventkey', String)}\" @ did you mean ${variableAs('eventKey', String)}?",
        "- log: \"${variable.operationId}\" @ write ${variable.data[operationId]}",
        "- log: \"${variable.amount[send]}\" @ write ${variable.data[amount]}",
        "- log: \"${variable.status}\" @ write ${variable.data[status]}",
        "- log: \"${variable.customer}\" @ set it before",
        "- log: \"${variable.reason}\" @ set it before",
        "- setHeader:\\n    name: x\\n    variable: evenKey @ did you mean eventKey?",
        "- setHeader:\\n    name: x\\n    expression:\\n      variable:\\n        expression: evenKey @ did you mean eventKey?",
        "- to:\\n    uri: http://x.internal\\n    variableSend: forwardbody\\n    variableReceive: y @ did you mean forwardBody?",
        "- toD: \"http://x.internal/${variable.linkID}\" @ did you mean ${variable.linkId}?",
        "- removeVariable:\\n    name: forwardBdy @ did you mean forwardBody?"
      })
  void findsAVariableThatNothingSets(String yaml, String advice) {
    String line = only(step(yaml));
    assertTrue(line.contains(": " + advice), line);
  }

  @Test
  void findsOneInAStatement() {
    String yaml =
        "- to:\n    uri: sql\n    parameters:\n      dataSource: \"#dataSource\"\n      noop: true\n      query: ";
    only(step(yaml + "\"SELECT :#${variable.referenceID}\""));
    String line =
        only(
            step(yaml + "file:sql/x.sql")
                .withResource("file:sql/x.sql", "SELECT :#${variable.referenceID}"));
    assertTrue(line.contains("did you mean ${variable.referenceId}?"), line);
  }

  @Test
  void findsOneInACalledRoute() {
    only(
        step("- to: direct:site")
            .with(
                "site",
                "- from:\n    uri: direct:site\n    steps:\n      - log: \"${variable.evenKey}\"\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setVariable:\n    name: rate\n    constant: x\n- log: \"${variable.rate}\"",
        "- setVariables:\n    variables:\n      - name: rate\n        constant: x\n- log: \"${variable.rate[x]}\"",
        "- to:\n    uri: http://x.internal\n    variableReceive: rate\n- log: \"${variable.rate} ${variable.header:rate.Date}\"",
        "- convertVariableTo:\n    name: data\n    toName: text\n    type: String\n- log: \"${variable.text}\"",
        "- process:\n    ref: siteCode\n- log: \"${variable.customer}\"",
        "- setVariable:\n    name: route:event-operation-created:x\n    constant: y\n- log: \"${variable.route:event-operation-created:x}\"",
        "- log: \"${variable.global:x}\"",
        "- log: \"${variable.forwardBody} ${variable.attempt} ${variable.receivedAt.toEpochMilli}\"",
        "- setVariable:\n    name: forwardBody\n    simple: \"${null}\"",
        "- removeVariable:\n    name: rate"
      })
  void allowsAVariableThatIsSet(String yaml) {
    assertEquals(List.of(), step(yaml).lines());
  }

  @Test
  void knowsTheVariablesOfTheManual() throws IOException {
    String page = Files.readString(Path.of("docs/variables.md"));
    assertEquals(
        names(page, "## In the routes of events", "## In the routes of webhooks"),
        BridgeVariables.OF_EVENTS);
    assertEquals(
        names(page, "## In the routes of webhooks", "## In the routes of data requests"),
        BridgeVariables.OF_WEBHOOKS);
    assertEquals(
        names(page, "## In the routes of data requests", "## In notices"),
        BridgeVariables.OF_DATA_REQUESTS);
    assertEquals(
        names(page, "## In notices", "## In the routes of the comparison"),
        BridgeVariables.OF_NOTICES);
  }

  /** The names in the first column of the tables of variables. */
  private static Set<String> names(String page, String from, String to) {
    int start = page.indexOf(from);
    int end = to.isEmpty() ? page.length() : page.indexOf(to);
    return Pattern.compile("(?m)^\\| ((?:`\\w+`(?:, )?)+) \\|")
        .matcher(page.substring(start, end))
        .results()
        .flatMap(row -> Arrays.stream(row.group(1).replace("`", "").split(", ")))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
