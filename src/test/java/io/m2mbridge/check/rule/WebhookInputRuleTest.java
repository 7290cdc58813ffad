package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookInputRuleTest {
  private static EditedSite with(String option) {
    return new EditedSite()
        .edit(
            "webhook-receive",
            "        populateBodyWithForm: false\n",
            "        populateBodyWithForm: false\n        " + option + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"httpMethodRestrict: GET", "httpMethodRestrict: POSTS", "consumes: text/xml"})
  void findsAnOptionThatRefusesM2msRequests(String option) {
    OwnStep.finding("webhook-status", with(option));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "httpMethodRestrict: \"GET,POST\"",
        "httpMethodRestrict: post",
        "consumes: application/json;charset=utf-8"
      })
  void allowsAnOptionThatAcceptsThem(String option) {
    Found.nothing(with(option));
  }
}
