package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangingKeyRuleTest {
  private static final String SQL = "\"sql:INSERT INTO ledger (id, amount) VALUES (";
  private static final String ON = ", 1) ON CONFLICT (id) DO NOTHING?dataSource=#dataSource\"";

  private static EditedSite with(String yaml) {
    return new EditedSite()
        .insertBefore("event-operation-created", "forward-operation-created-once", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setHeader: {name: Idempotency-Key, simple: \"${uuid}\"}",
        "- setHeader: {name: X-Idempotency-Key, simple: \"op-${random(1000000)}\"}",
        "- setHeader: {name: idempotencyKey, simple: \"${date:now:yyyyMMddHHmmss}\"}",
        "- setHeader: {name: Idempotency-Key, simple: \"${exchangeId}\"}",
        "- setHeader: {name: Idempotency-Key, simple: \"${messageId}\"}",
        "- setHeader: {name: Idempotency-Key, simple: \"${variable.eventKey}-${variable.attempt}\"}",
        "- setHeader: {name: Idempotency-Key, groovy: \"java.util.UUID.randomUUID().toString()\"}",
        "- setHeader: {name: Idempotency-Key, method: {beanType: java.util.UUID, method: randomUUID}}",
        "- setHeaders: {headers: [{name: Idempotency-Key, simple: \"${uuid}\"}]}",
        "- bean: {beanType: java.util.UUID, method: randomUUID}\n- setHeader: {name: Idempotency-Key, simple: \"${body}\"}",
        "- setBody: {simple: \"${uuid}\"}\n- setHeader: {name: Idempotency-Key, simple: \"${body}\"}",
        "- setHeader: {name: CamelAwsSqsMessageDeduplicationId, simple: \"${uuid}\"}",
        "- setVariable: {name: key, simple: \"${uuid}\"}\n- setHeader: {name: Idempotency-Key, variable: key}",
        "- setVariable: {name: key, simple: \"${uuid}\"}\n- setHeader: {name: Idempotency-Key, simple: \"${variable.key}\"}",
        "- setBody: {simple: '{\"idempotencyKey\": \"${uuid}\"}'}",
        "- toD: \"http://ledger.internal/op?idempotencyKey=${uuid}\"",
        "- toD: \"http://ledger.internal/payments/${uuid}\"",
        "- idempotentConsumer: {simple: \"${uuid}\", idempotentRepository: ours, steps: [{to: \"http://a.internal\"}]}",
        "- to: " + SQL + ":#${uuid}" + ON,
        "- to: " + SQL + "gen_random_uuid()" + ON
      })
  void findsAKeyThatDiffersWithEachAttempt(String yaml) {
    Found.only("changing-key", with(yaml + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {uri: file, parameters: {directoryName: out, fileName: \"${uuid}.json\"}}",
        "- to: {uri: \"file:out?fileName=${date:now:yyyyMMddHHmmssSSS}.json\"}",
        "- setHeader: {name: CamelFileName, simple: \"${exchangeId}.json\"}",
        "- toD: \"sftp:bank.internal/in?fileName=${random(9999)}.csv\""
      })
  void warnsOfANameOfAFileThatDiffers(String yaml) {
    Found.only("clock-in-effects", with(yaml + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setHeader: {name: Idempotency-Key, variable: eventKeyEncoded}",
        "- setHeader: {name: Idempotency-Key, simple: \"${variable.data[operationId]}-${variable.run}\"}",
        "- setHeader: {name: X-Request-Id, simple: \"${uuid}\"}",
        "- setHeader: {name: X-Sent-At, simple: \"${date:now:yyyy-MM-dd'T'HH:mm:ss}\"}",
        "- to: {uri: file, parameters: {directoryName: out, fileName: \"${date:now:yyyyMMdd}.csv\", fileExist: Append}}",
        "- to: {uri: \"file:out?fileName=${date:now:yyyyMMdd}-${variable.data[operationId]}.json\"}",
        "- setBody: {simple: '{\"idempotencyKey\": \"${variable.eventKey}\", \"trace\": \"${uuid}\"}'}",
        "- toD: \"http://ledger.internal/payments/${variable.eventKeyEncoded}?trace=${uuid}\"",
        "- to: " + SQL + ":#${variable.data[operationId]}" + ON
      })
  void allowsKeysOfTheEvent(String yaml) {
    Found.nothing(with(yaml + "\n"));
  }

  @Test
  void allowsARowsOwnNumberNextToTheKeyOfTheEvent() {
    Found.nothing(
        with(
            "- to: \"sql:INSERT INTO ledger (id, operation_id) VALUES (gen_random_uuid(),"
                + " :#${variable.data[operationId]}) ON CONFLICT DO NOTHING\"\n"));
  }
}
