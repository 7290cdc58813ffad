package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.m2mbridge.event.EventFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldRuleTest {
  private static EditedSite log(String route, String text) {
    return step(route, "- log: \"" + text + "\"");
  }

  private static EditedSite step(String route, String yaml) {
    return new EditedSite()
        .insertBefore(route, "forward-" + route.substring("event-".length()) + "-once", yaml);
  }

  private static void finds(String id, String advice, EditedSite site) {
    String line = Found.only(id, site).line();
    assertTrue(line.contains(": " + advice), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${variable.data?[payout][method]}",
        "${variable.data?[operationId]}",
        "${variable.reply?[status]}"
      })
  void findsAPathThatIsAlwaysNull(String text) {
    finds("not-a-path", "write ${variable.", log("event-operation-created", text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "event-operation-created @ ${variable.data[operationid]} @ did you mean ${variable.data[operationId]}?",
        "event-operation-created @ ${variable.data[ammount][send]} @ did you mean ${variable.data[amount]}?",
        "event-operation-created @ ${variable.data[ammount][send]} @ did you mean ${variable.data[amount]}?",
        "event-operation-created @ ${variable.data[amount][sent]} @ did you mean ${variable.data[amount][send]}?",
        "event-operation-created @ ${variable.data[currency]} @ did you mean ${variable.data[amount][currency]}?",
        "event-operation-created @ ${variable.data[send]} @ did you mean ${variable.data[amount][send]}?",
        "event-operation-created @ ${variable.data[amount.send]} @ did you mean ${variable.data[amount][send]}?",
        "event-operation-created @ ${variable.data.get('operationid')} @ did you mean ${variable.data[operationId]}?",
        "event-operation-created @ ${variable.data['operationid']} @ did you mean ${variable.data[operationId]}?",
        "event-operation-cancelled @ ${variable.data[createdAt]} @ take one of",
        "event-user-data-request @ ${variable.data[requestId]} @ did you mean ${variable.data[dataRequestId]}?",
        "event-link-created @ ${variable.data[URL]} @ did you mean ${variable.data[url]}?",
        "event-unknown @ ${variable.data[operationid]} @ did you mean ${variable.data[operationId]}?",
        "event-unknown @ ${variable.data[referenceld]} @ did you mean ${variable.data[referenceId]}?"
      })
  void findsAFieldThatM2MDoesNotSend(String route, String text, String advice) {
    if (advice.equals("skip")) {
      assertEquals(List.of(), log(route, text).lines());
    } else {
      finds("unknown-field", advice, log(route, text));
    }
  }

  @Test
  void findsOneInAStatementAndInACalledRoute() {
    finds(
        "unknown-field",
        "did you mean",
        step(
            "event-operation-created",
            "- to:\n    uri: sql\n    parameters:\n      dataSource: \"#dataSource\"\n      noop: true\n      query: \"SELECT :#${variable.data[operationid]}\""));
    finds(
        "unknown-field",
        "did you mean",
        step("event-operation-created", "- to: direct:site")
            .with(
                "site",
                "- from:\n    uri: direct:site\n    steps:\n      - log: \"${variable.data[userID]}\"\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "${variable.data[payout][method]} @ write ${variable.data?.get('payout')?.get('method')}",
        "${variable.data[funding]?[last4]} @ write ${variable.data?.get('funding')?.get('last4')}",
        "${variable.data[metadata][shop]} @ write ${variable.data?.get('metadata')?.get('shop')}",
        "${variable.data[funding].remove('last4')} @ put it into a filter"
      })
  void warnsOfAFieldBelowOneThatMayBeAbsent(String text, String advice) {
    finds("absent-field", advice, log("event-operation-created", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- log: \"${variable.data?.get('payout')?.get('method')} ${variable.data?.get('discount')?.get('code')}\"",
        "- log: \"${variable.data[amount][send]} ${variable.data[amount][currency][send]}\"",
        "- log: \"${variable.data[amount]} ${variable.data[metadata]}\"",
        "- log: \"${variable.data[operationId].length()}\"",
        "- log: \"${variable.data.size} ${variable.data.size()} ${variable.data.isEmpty()}\"",
        "- log: \"${variable.data.get('operationId')} ${variable.data['operationId']}\"",
        "- log: \"${variable.data[amount][send].toPlainString} ${variable.data[status].toUpperCase()}\"",
        "- filter:\n    simple: \"${variable.data[amount]} != null && ${variable.data[amount][send]} > 10\"\n    steps:\n      - log: x",
        "- filter:\n    simple: \"${variable.data[funding]} != null\"\n    steps:\n      - script:\n          simple: \"${variable.data[funding].remove('last4')}\"",
        "- unmarshal:\n    json: {}\n- setVariable:\n    name: forwardBody\n    simple: \"${body[data][operationId]}\"",
        "- to: http://x.internal\n- log: \"${body[data]}\"",
        "- log: \"${body} ${bodyAs(String)} ${body.length()} ${variable.eventKey.length} ${variable.event.toUpperCase()}\""
      })
  void allowsWhatWorks(String yaml) {
    assertEquals(List.of(), step("event-operation-created", yaml).lines());
  }

  @Test
  void allowsAFieldOfAnEventThatNobodyKnows() {
    assertEquals(
        List.of(),
        log("event-unknown", "${variable.data[completedAt]} ${variable.data[failureReason]}")
            .lines());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "${variable.data.amount.send} @ write ${variable.data[amount][send]}",
        "${variable.data.operationId} @ write ${variable.data[operationId]}",
        "${variable.data[amount].send} @ write ${variable.data[amount][send]}",
        "${variable.data[operationId].json} @ write ${variable.data[operationId]}.json",
        "${variable.eventKey.json} @ write ${variable.eventKey}.json",
        "${body[data][operationId]} @ write ${variable.data[operationId]}",
        "${body.data.operationId} @ write ${variable.data[operationId]}",
        "${body.event} @ write ${variable.event}",
        "${body[operationId]} @ write ${variable.data[…]}"
      })
  void findsAPathThatSimpleDoesNotFollow(String text, String advice) {
    finds("not-a-path", advice, log("event-operation-created", text));
  }

  @Test
  void knowsTheFieldsOfM2MsSamples() throws IOException {
    for (String event : EventFields.events()) {
      Path sample = Path.of("src/main/resources/io/m2mbridge/testkit", event + ".json");
      JsonNode data = new ObjectMapper().readTree(Files.readString(sample)).get("data");
      known(EventFields.union(Set.of(event)), data);
    }
  }

  private static void known(EventFields fields, JsonNode object) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      EventFields below = fields.get(field.getKey());
      assertTrue(below != null, field.getKey());
      if (field.getValue().isObject()) {
        known(below, field.getValue());
      }
    }
  }
}
