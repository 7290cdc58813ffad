package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MissingResourceRuleTest {
  private static EditedSite with(String yaml) {
    return OwnStep.of(yaml).withResource("file:sql/ledger.sql", "SELECT 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- to: {uri: sql, parameters: {query: 'file:sql/ledgr.sql', noop: true}} | file:sql/ledgr.sql isn't there",
        "- to: {uri: sql, parameters: {query: 'classpath:sql/notic.sql', noop: true}} | classpath:sql/notic.sql isn't there",
        "- to: 'sql:classpath:sql/notic.sql?noop=true' | isn't there",
        "- to: {uri: sql, parameters: {query: sql/ledger.sql, noop: true}} | write file:sql/ledger.sql",
        "- to: {uri: sql, parameters: {query: sql/notice.sql, noop: true}} | write classpath:sql/notice.sql",
        "- to: 'sql:sql/ledger.sql?noop=true' | write file:sql/ledger.sql",
        "- setBody: {simple: 'resource:classpath:none.txt'} | isn't there",
        "- setBody: {constant: {expression: 'resource:file:none.txt'}} | isn't there"
      })
  void saysWhatToWrite(String yaml, String sentence) {
    String line = OwnStep.finding("missing-resource", with(yaml));
    assertTrue(line.contains(sentence), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {uri: sql, parameters: {query: 'file:sql/ledger.sql', noop: true}}",
        "- to: {uri: sql, parameters: {query: 'classpath:sql/notice.sql', noop: true}}",
        "- to: 'sql:classpath:sql/notice.sql?noop=true&dataSource=#dataSource'",
        "- to: {uri: sql, parameters: {query: 'SELECT 1', noop: true}}",
        "- to: file:out",
        "- to: {uri: file, parameters: {directoryName: sql/ledger.sql}}",
        "- setBody: {simple: 'see file:none.txt'}"
      })
  void allowsWhatIsThereAndWhatIsNoResource(String yaml) {
    assertEquals(List.of(), with(yaml).lines());
  }

  @ParameterizedTest
  @ValueSource(strings = "file:dead")
  void allowsAnEndpointAsAnOption(String uri) {
    assertEquals(
        List.of(),
        new EditedSite()
            .edit("event-dispatch", "deadLetterUri: seda:notify-trouble", "deadLetterUri: " + uri)
            .lines());
  }
}
