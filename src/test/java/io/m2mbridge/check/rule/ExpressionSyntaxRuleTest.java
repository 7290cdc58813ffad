package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionSyntaxRuleTest {
  private static final String FILTER =
      "- filter:\n    id: only-some\n    expression:\n      simple:\n        expression: \"%s\"\n"
          + "    steps:\n      - log: seen\n";

  private static EditedSite filter(String condition) {
    return step(FILTER.formatted(condition));
  }

  private static EditedSite step(String yaml) {
    return new EditedSite()
        .insertBefore("event-operation-created", "forward-operation-created-once", yaml);
  }

  private static String only(EditedSite site) {
    return Found.only("expression-syntax", site).line();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '\u0001',
      value = {
        "${variable.data[status]} = 'created' @ write ==",
        "${variable.data[status]} === 'created' @ write ==",
        "${variable.data[status]} <> 'created' @ write !=",
        "${variable.data[status]} eq 'created' @ write ==",
        "${variable.data[status]}=='created' @ put blanks around ==",
        "${variable.attempt} >1 @ put blanks around >",
        "${variable.attempt}>1 @ put blanks around >",
        "${variable.event} == 'a' and ${variable.attempt} > 1 @ write &&",
        "${variable.event} == 'a' OR ${variable.attempt} > 1 @ write ||",
        "${variable.event} == 'a' & ${variable.attempt} > 1 @ write &&",
        "${variable.event} == 'a' &&${variable.attempt} > 1 @ put blanks around &&",
        "${variable.data[status]} == USD @ write 'USD'",
        "${variable.data[status]} == U @ write 'U'",
        "${variable.data[status]} in USD,MXN @ write 'USD,MXN'",
        "${variable.event} == operation.created @ write 'operation.created'",
        "${variable.event == 'operation.created' @ write ${variable.event}",
        "${variable.event == 'operation.created'} @ write ${variable.event} == …",
        "{variable.data[status]} == 'created' @ write ${variable.data[status]}",
        "$variable.data[status] == 'created' @ write ${variable.data[status]}",
        "${variable.data[status]} == 'created @ close it with '",
        "${variable.data[status]} == created' @ write 'created'",
        "${variable.data[status]} == “created” @ write the plain quote ' on both sides",
        "${event} == 'operation.created' @ write ${variable.event}",
        "${variabel.event} == 'operation.created' @ did you mean variable?",
        "!${variable.event} == 'operation.created' @ write == false",
        "(${variable.event} == 'a' || ${variable.event} == 'b') && ${variable.attempt} > 1 @ put one condition into a filter",
        "${variable.attempt} > 1,000 @ write digits",
        "${variable.data[linkId]} is null @ write == null",
        "${variable.event} 'operation.created' @ write == between the two",
        "${ variable.event } == 'operation.created' @ write ${variable.event}",
        "${variable.event == 'a' && ${variable.attempt} > 1 @ write ${variable.event}",
        "${variable.event} ~= 'a' @ write operands in quotes",
        "${variable.data[amount][send} > 100 @ close each [ and each (",
      })
  void findsAConditionThatCamelCannotRead(String condition, String advice) {
    String line = only(filter(condition));
    assertTrue(line.contains(": " + advice), line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '\u0001',
      value = {
        "- filter:\\n    simple: \"${variable.event} = 'x'\"\\n    steps:\\n      - log: x",
        "- validate:\\n    simple: \"${variable.event} = 'x'\"",
        "- choice:\\n    when:\\n      - simple: \"${variable.event} = 'x'\"\\n        steps:\\n          - log: x",
        "- log: \"${variable.event\"",
        "- log:\\n    message: \"${variable.event is here\"",
        "- set-body:\\n    simple: \"${event}\"\\n- setBody:\\n    simple: \"${body}\"",
        "- toD: \"http://x.internal/${variable.event\"",
        "- toD:\\n    uri: http\\n    parameters:\\n      httpUri: \"//x/${variable.linkId\"",
        "- to:\\n    uri: file:out\\n    parameters:\\n      fileName: \"${variable.event.json\"",
        "- to: \"file:out?fileName=${variable.event.json\"",
        "- wireTap: \"http://x/${variable.event\"",
        "- to: \"file:out?fileName={variable.eventKey}.json\"",
        "- log: \"$(variable.eventKey)\"",
        "- loop:\\n    doWhile: true\\n    simple: \"${variable.attempt} < 3 and true\"\\n    steps:\\n      - log: x",
        "- throwException:\\n    message: \"${event} failed\"\\n    exceptionType: java.lang.IllegalStateException"
      })
  void readsEveryForm(String yaml) {
    List<String> lines = step(yaml.replace("\\n", "\n")).lines();
    assertTrue(
        lines.stream().anyMatch(line -> line.endsWith("[expression-syntax]")), lines::toString);
  }

  @Test
  void readsConditionsOfConfigurationsAndOfRoutes() {
    String line =
        only(
            new EditedSite()
                .with(
                    "site",
                    "- routeConfiguration:\n    id: site\n    onException:\n      - onException:\n"
                        + "          exception: [java.io.IOException]\n"
                        + "          onWhen:\n            simple: \"${exception.message} contains down\"\n"
                        + "          steps:\n            - log: down\n"));
    assertTrue(line.contains("write 'down'"), line);
    only(
        new EditedSite()
            .with(
                "site",
                "- route:\n    id: site\n    precondition: \"'{{m2m.deliveries.repository}}' = 'jdbc'\"\n"
                    + "    from:\n      uri: direct:site\n      steps:\n        - log: x\n"));
  }

  @Test
  void pointsToTheColumn() {
    assertEquals(
        "routes/event-operation-created.camel.yaml:55:55: event-operation-created/only-some: in the"
            + " condition ${variable.data[status]} = 'created', the simple language has no operator"
            + " =: write ==. [expression-syntax]",
        only(filter("${variable.data[status]} = 'created'")));
  }

  @Test
  void showsNoValueOfAPlaceholder() {
    String line =
        only(
            filter("${header.token} == {{site.token}}")
                .set("site.token", "hunter2secret")
                .edit("event-operation-created", "${header.token}", "${variable.event}"));
    assertTrue(!line.contains("hunter2secret"), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${variable.event} == 'operation.created' && ${variable.attempt} > 1",
        "${variable.data[amount][currency][send]} in 'USD,MXN'",
        "${variable.data[amount][send]} > 1000.50",
        "${variable.event} startsWith 'operation'",
        "${variable.event} regex 'operation\\\\..*'",
        "${variable.data[operationId]} != null",
        "${variable.event} == \\\"operation.created\\\"",
        "${bean:clock?method=millis} > 0",
        "${date:now:yyyy} != '1970'",
        "${variable.event.isEmpty()} == false",
        "${properties:m2m.notify.endpoint} == 'x'",
        "${variable.attempt} > {{m2m.dispatch.workers}}"
      })
  void takesWhatCamelTakes(String condition) {
    assertEquals(List.of(), filter(condition).lines());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- log: \"sum = ${variable.event} and it's {ok}\"",
        "- setHeader:\n    name: x\n    simple: \"{\\\"event\\\": \\\"${variable.event}\\\"}\"",
        "- to:\n    uri: file:out\n    parameters:\n      fileName: \"${date:now:yyyy}/${variable.data[operationId]}.json\"",
        "- setHeader:\n    name: x\n    simple: \"${variable.linkId} ?: 'none'\""
      })
  void takesTextsWithExpressions(String yaml) {
    assertEquals(List.of(), step(yaml).lines());
  }
}
