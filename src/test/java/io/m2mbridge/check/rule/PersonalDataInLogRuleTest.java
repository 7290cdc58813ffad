package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataInLogRuleTest {
  private static final String KIND = "personal-data-in-log";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- log: '${body}'",
        "- log: {message: 'got ${bodyAs(String)}'}",
        "- log: 'of ${variable.data}'",
        "- log: 'of ${variable.data[funding][last4]}'",
        "- log: 'of ${variable.data[metadata]}'",
        "- setProperty: {name: a, simple: '${body}'}\n- log: '${exchangeProperty.a}'",
        "- throwException: {exceptionType: io.m2mbridge.failure.TransientException, message: 'x ${body}'}",
        "- log: '${headers}'",
        "- log: '${exchange}'",
        "- log: {jsonpath: $.data}",
        "- setVariable: {name: account, simple: '${variable.data[payout]}'}\n- log: 'to ${variable.account}'",
        "- setHeader: {name: whole, simple: '${body}'}\n- log: 'got ${header.whole}'",
        "- to: log:site",
        "- wireTap: log:site",
        "- to: 'log:site?showAll=true&showBody=false'",
        "- to: {uri: log, parameters: {loggerName: site, showHeaders: true, showBody: false}}",
        "- setVariable: {name: noticeCause, simple: '${variable.data[deviceInfo]}'}"
      })
  void findsPersonalData(String yaml) {
    OwnStep.finding(KIND, yaml);
  }

  @ParameterizedTest
  @CsvSource({
    "reply-call, try-put, ${variable.reply}",
    "event-user-data-request, answer-data-request, ${body}",
    "data-request-reply, build-reply, ${body}",
    "data-request-reply, build-reply, ${variable.userData[name.firstName]}"
  })
  void findsAUsersData(String route, String step, String text) {
    OwnStep.finding(KIND, new EditedSite().insertBefore(route, step, "- log: '" + text + "'"));
  }

  @Test
  void findsARouteThatIsTraced() {
    OwnStep.finding(
        KIND,
        new EditedSite()
            .edit(
                "event-link-opened",
                "    routeConfigurationId: settle\n",
                "    routeConfigurationId: settle\n    trace: true\n"));
  }

  @Test
  void findsItInARouteThatAnotherCalls() {
    OwnStep.finding(
        KIND,
        OwnStep.of("- to: direct:site")
            .with("site", "- from:\n    uri: direct:site\n    steps:\n      - log: '${body}'\n"));
  }

  @Test
  void findsItInANotice() {
    OwnStep.finding(
        KIND,
        new EditedSite()
            .edit(
                "notify",
                "\"M2M ${variable.notice}: ${variable.eventKey}: ${variable.noticeCause}\"",
                "\"M2M ${variable.data[metadata][name]}\""));
  }

  @ParameterizedTest
  @CsvSource({
    "m2m.notify.endpoint, log:notify?showAll=true",
    "m2m.operation-created.forward, log:site",
    "m2m.forward.default, log:site?showBody=true"
  })
  void findsASetting(String name, String value) {
    String line = OwnStep.finding(KIND, new EditedSite().set(name, value));
    assertTrue(line.startsWith("application.properties: "), line);
    assertTrue(line.contains(name), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- log: '${variable.eventKey} of ${variable.referenceId}: ${variable.data[amount][send]} ${variable.data[amount][currency][send]}'",
        "- log: 'paid by ${variable.data?[funding]?[method]}'",
        "- throwException: {exceptionType: io.m2mbridge.failure.TransientException, message: '${variable.eventKey}'}",
        "- log: '${header.CamelHttpResponseCode} ${exception.message} ${exchangeId} ${body.length}'",
        "- to: http://ledger.internal/\n- log: 'the ledger answered ${body}'",
        "- setBody: {simple: 'M2M ${variable.eventKey}'}\n- to: log:site",
        "- to: 'log:site?showBody=false'",
        "- to: 'log:site?level=OFF'"
      })
  void allowsIdsAndAnswers(String yaml) {
    OwnStep.isRight(yaml);
  }

  @Test
  void findsWhatALookUpGave() {
    OwnStep.finding(
        KIND,
        new EditedSite()
            .edit(
                "user-data-lookup",
                "              statement.queryTimeout: 5\n",
                "              statement.queryTimeout: 5\n        - log: 'found ${body}'\n"));
  }

  @Test
  void allowsTheRowsOfAReport() {
    assertEquals(
        List.of(),
        new EditedSite()
            .with(
                "report",
                "- route:\n    id: report\n    from:\n      uri: sql\n      parameters: {query: 'SELECT count(*) AS n FROM m2m_fund_holds', dataSource: '#dataSource'}\n      steps:\n        - log: 'open: ${body[n]}'\n        - to: log:report\n")
            .set("m2m.notify.endpoint", "log:notify?plain=true&level=WARN")
            .lines());
  }
}
