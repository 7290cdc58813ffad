package io.m2mbridge.check.rule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyOptionsRuleTest {
  @Test
  void findsARefusalThatNobodyReads() {
    OwnStep.finding(
        "step-missing",
        new EditedSite()
            .edit("reply-call", "throwExceptionOnFailure: false", "throwExceptionOnFailure: true"));
  }

  @Test
  void findsAnotherMethod() {
    OwnStep.finding(
        "step-missing", new EditedSite().edit("reply-call", "expression: PUT", "expression: POST"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"constant: user", "variable: event", "simple: \"users\""})
  void findsACacheWithOneEntryForAllUsers(String key) {
    OwnStep.finding(
        "user-data-query",
        new EditedSite()
            .putInPlaceOf(
                "user-data-get",
                "name-prefetched",
                "- setHeader: {id: name-prefetched, name: CamelCaffeineKey, " + key + "}"));
  }

  @Test
  void allowsAKeyOfTheUser() {
    Found.nothing(
        new EditedSite()
            .putInPlaceOf(
                "user-data-get",
                "name-prefetched",
                "- setHeader: {name: CamelCaffeineKey, simple: \"crm-${variable.referenceId}\"}"));
  }
}
