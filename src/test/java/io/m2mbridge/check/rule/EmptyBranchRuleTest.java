package io.m2mbridge.check.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmptyBranchRuleTest {
  private static final String ROUTE =
      "- route:\n    id: report\n    from:\n      uri: direct:report\n      steps:\n        - ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filter:\n            simple: \"${variable.attempt} == 1\"\n",
        "filter:\n            simple: \"${variable.attempt} == 1\"\n            steps: []\n",
        "policy:\n            id: report-once\n            ref: outside-once\n",
        "choice:\n            when:\n              - simple: \"${variable.attempt} == 1\"\n",
        "choice:\n            when:\n              - simple: \"${variable.attempt} == 1\"\n                steps: []\n",
        "choice:\n            when:\n              - simple: \"${variable.attempt} == 1\"\n                steps:\n                  - log: x\n            otherwise: {}\n",
        "idempotent-consumer:\n            idempotentRepository: x\n            simple: \"${body}\"\n"
      })
  void findsABranchWithoutSteps(String step) {
    Found.only("empty-branch", new EditedSite().with("report", ROUTE + step));
  }

  @Test
  void findsAnEmptyBranchOfADispatcherOnce() {
    var found =
        Found.only(
            "empty-branch",
            new EditedSite()
                .edit(
                    "event-dispatch",
                    """
                                    steps:
                                      - to:
                                          id: to-operation-created
                                          uri: direct
                                          parameters:
                                            name: event-operation-created
                    """
                        .indent(0),
                    ""));

    assertEquals("event-dispatch/is-operation-created", found.where());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filter:\n            simple: \"${variable.attempt} == 1\"\n            steps:\n              - stop\n",
        "filter:\n            disabled: true\n            simple: \"${variable.attempt} == 1\"\n",
        "throttle:\n            constant: 1\n",
        "delay:\n            constant: 1\n",
        "log: x\n"
      })
  void allowsStepsWithSteps(String step) {
    Found.nothing(new EditedSite().with("report", ROUTE + step));
  }
}
