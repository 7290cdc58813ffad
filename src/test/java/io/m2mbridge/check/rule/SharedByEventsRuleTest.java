package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedByEventsRuleTest {
  private static final String CONSUMER =
      "- idempotentConsumer: {id: own-once, idempotentRepository: \"#mapper\", %s, steps: [{log: seen}]}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "simple: \"${variable.referenceId}\"",
        "variable: linkId",
        "simple: \"${variable.data[userId]}\"",
        "constant: once"
      })
  void findsAKeyOfSeveralEvents(String key) {
    OwnStep.finding("shared-by-events", CONSUMER.formatted(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"variable: eventKey", "simple: \"${variable.data[operationId]}\""})
  void allowsAKeyOfTheEvent(String key) {
    OwnStep.isRight(CONSUMER.formatted(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setVariable: {name: \"global:user\", variable: referenceId}",
        "- setVariable: {name: \"global:user\", simple: \"${variable.data[userId]}\"}"
      })
  void findsAVariableThatEventsShare(String yaml) {
    OwnStep.finding("shared-by-events", yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- setVariable: {name: user, variable: referenceId}",
        "- setVariable: {name: \"global:region\", constant: eu}"
      })
  void allowsAVariableOfTheEventOrOfTheSite(String yaml) {
    OwnStep.isRight(yaml);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deliveries-jdbc", "#deliveries-{{m2m.deliveries.repository}}"})
  void findsTheRepositoryThatHasEachKeyAlready(String repository) {
    OwnStep.finding(
        "unreachable-step",
        CONSUMER.replace("#mapper", repository).formatted("variable: eventKey"));
  }
}
