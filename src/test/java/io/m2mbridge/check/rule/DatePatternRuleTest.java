package io.m2mbridge.check.rule;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatePatternRuleTest {
  private static final String LOG = "- log: \"at ${%s}\"";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "date:now:YYYY-MM-dd",
        "date:now:yyyy-MM-DD",
        "date:now:yyyy-mm-dd",
        "date:now:yyyyMMdd-hhmm",
        "date-with-timezone:now:UTC:YYYYMMdd"
      })
  void findsALetterThatMeansSomethingElse(String function) {
    OwnStep.finding("date-pattern", LOG.formatted(function));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "date:now:yyyy-MM-dd",
        "date:now:yyyyDDD",
        "date:now:YYYY-'W'ww",
        "date:now:HH:mm:ss",
        "date:now:hh:mm a",
        "date:now:yyyy-MM-dd'T'HH:mm:ss.SSS",
        "date-with-timezone:now:UTC:yyyyMMddHHmmss",
        "date:now"
      })
  void allowsAPatternThatSaysWhatItMeans(String function) {
    OwnStep.isRight(LOG.formatted(function));
  }
}
